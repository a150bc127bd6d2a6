import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { log2 as log2Of } from '../../math/log2.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { div } from './div.ts'
import { mul } from './mul.ts'

export const log2Op: Op<undefined> = /* @__PURE__ */ record(
  'log2',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = log2Of(a[i])
  },
  (g, _y, [x]) => [() => div(g, mul(x, Math.LN2))],
)

/**
 * The logarithm to base 2, elementwise, within 0.51 ulp (float64) and exact for powers of two.
 * −Infinity at 0, NaN below.
 *
 * @example
 * log2(tensor([8, 10])).toArray() // [3, 3.321928094887362]
 */
export function log2<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(log2Op, x)
}
