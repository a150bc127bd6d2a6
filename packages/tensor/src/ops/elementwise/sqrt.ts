import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { div } from './div.ts'
import { mul } from './mul.ts'

export const sqrtOp: Op<undefined> = /* @__PURE__ */ record(
  'sqrt',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = Math.sqrt(a[i])
  },
  (g, y) => [() => div(g, mul(y, 2))],
)

/**
 * The square root, elementwise, correctly rounded; NaN below 0.
 *
 * @example
 * sqrt(tensor([4, 9])).toArray() // [2, 3]
 */
export function sqrt<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(sqrtOp, x)
}
