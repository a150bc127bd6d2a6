import type { ReduceOptions } from '../../array/reduce.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { callReduce, reduction } from '../call.ts'

export const allOp: Op<ReduceOptions> = /* @__PURE__ */ reduction('all', 'bool', (x, at, n, step) => {
  for (let i = 0; i < n; i++, at += step) if (x[at] === 0) return 0
  return 1
})

/**
 * Whether all elements are true (not 0), over some axes, all of them by default. True if there are
 * no elements.
 *
 * @example
 * all(tensor([[1, 1], [0, 1]]), { axis: 1 }).toArray() // [true, false]
 */
export function all(x: Arg, options?: ReduceOptions): Tensor<'bool'> {
  return callReduce(allOp, x, options)
}
