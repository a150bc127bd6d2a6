import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { asin as asinOf } from '../../math/asin.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { add } from './add.ts'
import { div } from './div.ts'
import { mul } from './mul.ts'
import { sqrt } from './sqrt.ts'
import { sub } from './sub.ts'

export const asinOp: Op<undefined> = /* @__PURE__ */ record(
  'asin',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = asinOf(a[i])
  },
  (g, _y, [x]) => [() => div(g, sqrt(mul(sub(1, x), add(1, x))))],
)

/**
 * The arcsine, elementwise, in radians from −π/2 to π/2, within 0.51 ulp (float64); NaN outside
 * [−1, 1].
 *
 * @example
 * asin(tensor([0, 0.5])).toArray() // [0, 0.5235987755982989]
 */
export function asin<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(asinOp, x)
}
