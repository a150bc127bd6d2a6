import type { ReduceOptions } from '../../array/reduce.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { callReduce } from '../call.ts'
import { extreme } from './extreme.ts'

export const minOp: Op<ReduceOptions> = /* @__PURE__ */ extreme('min', (x, at, n, step) => {
  let y = x[at]
  for (let i = 1; i < n; i++) y = Math.min(y, x[(at += step)])
  return y
})

/**
 * The smallest element over some axes, all of them by default; NaN if an element is NaN. Throws if
 * the tensor has no elements. If several elements are equal to the result, each of them gets an
 * equal part of the derivative. If the result is NaN, the elements that are NaN share it.
 *
 * @example
 * min(tensor([[1, 5], [3, 4]]), { axis: 0 }).toArray() // [1, 4]
 */
export function min<A extends Arg>(x: A, options?: ReduceOptions): Tensor<Own<A>> {
  return callReduce(minOp, x, options)
}
