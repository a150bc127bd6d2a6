import { asTensor } from '../array/operands.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import { transpose } from '../ops/shape/transpose.ts'
import type { Op } from '../trace/apply.ts'
import { checkMatrix } from './batches.ts'

export const matrixTransposeOp: Op<undefined> = {
  name: 'matrixTranspose',
  forward: ([x]) => matrixTranspose(x),
  derivative: 'composed',
}

/**
 * A view with the last two axes swapped, [..., m, n] → [..., n, m]. Throws for fewer than two axes.
 *
 * @example
 * matrixTranspose(tensor([[1, 2], [3, 4]])).toArray() // [[1, 3], [2, 4]]
 */
export function matrixTranspose<A extends Arg>(x: A): Tensor<Own<A>>
export function matrixTranspose(x: Arg): Tensor {
  const t = checkMatrix('matrixTranspose', asTensor('matrixTranspose', x))
  const axes = [...t.shape.keys()]
  axes.push(...axes.splice(-2).reverse())
  return transpose(t, axes)
}
