import { fail, show } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import { transpose } from '../ops/transpose.ts'

/**
 * A view with the last two axes exchanged.
 *
 * @example
 * xp.matrix_transpose(xp.ones([2, 3, 4])).shape // [2, 4, 3]
 */
export function matrix_transpose<A extends Arg>(x: A): Tensor<Own<A>>
export function matrix_transpose(x: Arg): Tensor {
  const t = asTensor('matrix_transpose', x)
  const n = t.shape.length
  if (n < 2) fail('matrix_transpose', `shape ${show(t.shape)} is not a matrix; it needs two axes`)
  return transpose(t, [...t.shape.keys()].slice(0, -2).concat(n - 1, n - 2))
}
