import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import { flat, type Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'

export const truncOp: Op<undefined> = /* @__PURE__ */ record(
  'trunc',
  'any',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = Math.trunc(a[i])
  },
  flat,
)

/**
 * x rounded towards 0 to a whole number, elementwise. Its derivative is 0.
 *
 * @example
 * trunc(tensor([1.5, -1.5])).toArray() // [1, -1]
 */
export function trunc<A extends Arg>(x: A): Tensor<Own<A>> {
  return call1(truncOp, x)
}
