import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'

export const signOp: Op<undefined> = /* @__PURE__ */ record(
  'sign',
  'number',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di)
      out[o] = a[i] > 0 ? 1 : a[i] < 0 ? -1 : a[i] === 0 ? 0 : a[i]
  },
  () => [null],
)

/**
 * −1, 0 or 1, the sign of x, elementwise; NaN stays. Its derivative is 0. Throws for bools.
 *
 * @example
 * sign(tensor([-3, 0, 2])).toArray() // [-1, 0, 1]
 */
export function sign<A extends Arg>(x: A): Tensor<Own<A>> {
  return call1(signOp, x)
}
