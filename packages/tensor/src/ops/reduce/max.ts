import type { ReduceOptions } from '../../array/reduce.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { callReduce } from '../call.ts'
import { extreme } from './extreme.ts'

export const maxOp: Op<ReduceOptions> = /* @__PURE__ */ extreme('max', (x, at, n, step) => {
  let y = x[at]
  for (let i = 1; i < n; i++) y = Math.max(y, x[(at += step)])
  return y
})

/**
 * The largest element over some axes, all of them by default; NaN if an element is NaN. Throws if
 * the tensor has no elements. If several elements are equal to the result, each of them gets an
 * equal part of the derivative. If the result is NaN, the elements that are NaN share it.
 *
 * @example
 * max(tensor([[1, 5], [3, 4]]), { axis: 0 }).toArray() // [3, 5]
 */
export function max<A extends Arg>(x: A, options?: ReduceOptions): Tensor<Own<A>> {
  return callReduce(maxOp, x, options)
}
