import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { atanh as atanhOf } from '../../math/atanh.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { add } from './add.ts'
import { div } from './div.ts'
import { mul } from './mul.ts'
import { sub } from './sub.ts'

export const atanhOp: Op<undefined> = /* @__PURE__ */ record(
  'atanh',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = atanhOf(a[i])
  },
  (g, _y, [x]) => [() => div(g, mul(sub(1, x), add(1, x)))],
)

/**
 * The inverse hyperbolic tangent, elementwise, within 0.65 ulp (float64); ±Infinity at ±1, NaN
 * outside [−1, 1].
 *
 * @example
 * atanh(tensor([0, 0.5])).toArray() // [0, 0.5493061443340548]
 */
export function atanh<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(atanhOp, x)
}
