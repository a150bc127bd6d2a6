import { asTensor } from '../../array/operands.ts'
import { axesOf, type Shape } from '../../array/shape.ts'
import type { Arg, Own, SliceRange, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { slice } from '../indexing/slice.ts'

export const flipOp: Op<{ readonly axis?: number | Shape }> = {
  name: 'flip',
  forward: ([x], { axis }) => flip(x, axis),
  derivative: 'composed',
}

/**
 * A view with the order along some axes reversed, along all of them by default.
 *
 * @example
 * flip(tensor([[1, 2], [3, 4]]), 1).toArray() // [[2, 1], [4, 3]]
 */
export function flip<A extends Arg>(x: A, axis?: number | Shape): Tensor<Own<A>>
export function flip(x: Arg, axis?: number | Shape): Tensor {
  const t = asTensor('flip', x)
  const axes = axesOf('flip', axis, t.ndim)
  return slice(t, ...t.shape.map((_, i): SliceRange => (axes.includes(i) ? [null, null, -1] : null)))
}
