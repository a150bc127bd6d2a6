import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { erf as erfOf } from '../../math/erf.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { exp } from './exp.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { square } from './square.ts'

export const erfOp: Op<undefined> = /* @__PURE__ */ record(
  'erf',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = erfOf(a[i])
  },
  (g, _y, [x]) => [() => mul(g, mul(2 / Math.sqrt(Math.PI), exp(neg(square(x)))))],
)

/**
 * The error function 2/√π·∫₀ˣ e^−t² dt, elementwise, within 0.8 ulp (float64).
 *
 * @example
 * erf(tensor([0, 1])).toArray() // [0, 0.8427007929497149]
 */
export function erf<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(erfOp, x)
}
