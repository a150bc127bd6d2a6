import type { ReduceOptions } from '../../array/reduce.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { callReduce, reduction } from '../call.ts'

export const anyOp: Op<ReduceOptions> = /* @__PURE__ */ reduction('any', 'bool', (x, at, n, step) => {
  for (let i = 0; i < n; i++, at += step) if (x[at] !== 0) return 1
  return 0
})

/**
 * Whether any element is true (not 0), over some axes, all of them by default. False if there are
 * no elements.
 *
 * @example
 * any(tensor([[0, 1], [0, 0]]), { axis: 1 }).toArray() // [true, false]
 */
export function any(x: Arg, options?: ReduceOptions): Tensor<'bool'> {
  return callReduce(anyOp, x, options)
}
