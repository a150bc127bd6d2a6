import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { log10 as log10Of } from '../../math/log10.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { div } from './div.ts'
import { mul } from './mul.ts'

export const log10Op: Op<undefined> = /* @__PURE__ */ record(
  'log10',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = log10Of(a[i])
  },
  (g, _y, [x]) => [() => div(g, mul(x, Math.LN10))],
)

/**
 * The logarithm to base 10, elementwise, within 0.51 ulp (float64) and exact for powers of ten.
 * −Infinity at 0, NaN below.
 *
 * @example
 * log10(tensor([1000, 2])).toArray() // [3, 0.3010299956639812]
 */
export function log10<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(log10Op, x)
}
