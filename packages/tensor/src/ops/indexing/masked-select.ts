import { fail, show } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { sameShape } from '../../array/shape.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { reshape } from '../shape/reshape.ts'
import { flatnonzero } from './nonzero.ts'
import { take } from './take.ts'

export const maskedSelectOp: Op<undefined> = {
  name: 'maskedSelect',
  forward: ([x, mask]) => maskedSelect(x, mask),
  derivative: 'composed',
}

/**
 * The elements at which a mask is true (not 0), in C order along one axis: NumPy's `x[mask]`. A
 * mask with fewer axes than `x` selects slices. The shape depends on the values of the mask. The
 * derivative goes to the selected elements. Throws unless the mask has the shape of the first axes.
 *
 * @example
 * const x = tensor([[1, -2], [-3, 4]])
 * maskedSelect(x, greater(x, 0)).toArray() // [1, 4]
 * maskedSelect(x, tensor([false, true])).toArray() // [[-3, 4]]
 */
export function maskedSelect<A extends Arg>(x: A, mask: Arg): Tensor<Own<A>>
export function maskedSelect(x: Arg, mask: Arg): Tensor {
  const t = asTensor('maskedSelect', x)
  const chosen = asTensor('maskedSelect', mask)
  checkMask('maskedSelect', chosen, t, 0)
  return take(reshape(t, [chosen.size, ...t.shape.slice(chosen.ndim)]), flatnonzero(chosen), { axis: 0 })
}

/** Throws unless a mask has the shape of the axes of `x` from `axis` on. */
export function checkMask(operation: string, mask: Tensor, x: Tensor, axis: number): void {
  const covered = x.shape.slice(axis, axis + mask.ndim)
  if (!sameShape(mask.shape, covered))
    fail(
      operation,
      `a mask of shape ${show(mask.shape)} for axes of shape ${show(covered)}; they must be equal`,
    )
}
