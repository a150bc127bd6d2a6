import type { Arg, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { callReduce, reduction } from '../call.ts'

export interface ArgMinOptions {
  /** The axis to search. Without it all elements are searched, in C order. */
  readonly axis?: number | null
  readonly keepDims?: boolean
}

/** The place of the first smallest element; a NaN counts as smallest, as in NumPy. */
export const argminOp: Op<ArgMinOptions> = /* @__PURE__ */ reduction(
  'argmin',
  'int32',
  (x, at, n, step) => {
    let best = 0
    for (let i = 1, y = x[at]; i < n && !Number.isNaN(y); i++) {
      const z = x[at + i * step]
      if (!(z >= y)) {
        best = i
        y = z
      }
    }
    return best
  },
  true,
)

/**
 * The index of the smallest element along one axis, or over all elements in C order. If several
 * elements are smallest, it is the first of them. Throws if there are no elements. It has no
 * derivative.
 *
 * @example
 * argmin(tensor([[1, 5], [3, 4]]), { axis: 0 }).toArray() // [0, 1]
 */
export function argmin(x: Arg, options?: ArgMinOptions): Tensor<'int32'> {
  return callReduce(argminOp, x, options)
}
