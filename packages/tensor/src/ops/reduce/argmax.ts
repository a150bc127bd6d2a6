import { indexOfLargest } from '../../array/index-of-largest.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { callReduce, reduction } from '../call.ts'

export interface ArgMaxOptions {
  /** The axis to search. Without it all elements are searched, in C order. */
  readonly axis?: number | null
  readonly keepDims?: boolean
}

export const argmaxOp: Op<ArgMaxOptions> = /* @__PURE__ */ reduction('argmax', 'int32', indexOfLargest, true)

/**
 * The index of the largest element along one axis, or over all elements in C order. If several
 * elements are largest, it is the first of them. Throws if there are no elements. It has no
 * derivative.
 *
 * @example
 * argmax(tensor([[1, 5], [3, 4]]), { axis: 0 }).toArray() // [1, 0]
 */
export function argmax(x: Arg, options?: ArgMaxOptions): Tensor<'int32'> {
  return callReduce(argmaxOp, x, options)
}
