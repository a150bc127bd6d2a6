import type { ReduceOptions } from '../../array/reduce.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { callReduce, reduction } from '../call.ts'

export const countNonzeroOp: Op<ReduceOptions> = /* @__PURE__ */ reduction(
  'countNonzero',
  'int32',
  (x, at, n, step) => {
    let found = 0
    for (let i = 0; i < n; i++, at += step) if (x[at] !== 0) found++
    return found
  },
)

/**
 * How many elements are not 0, over some axes, all of them by default. It has no derivative.
 *
 * @example
 * countNonzero(tensor([[1, 0], [2, 3]]), { axis: 1 }).toArray() // [1, 2]
 */
export function countNonzero(x: Arg, options?: ReduceOptions): Tensor<'int32'> {
  return callReduce(countNonzeroOp, x, options)
}
