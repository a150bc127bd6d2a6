import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { lgamma as lgammaOf } from '../../math/lgamma.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { digamma } from './digamma.ts'
import { mul } from './mul.ts'

export const lgammaOp: Op<undefined> = /* @__PURE__ */ record(
  'lgamma',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = lgammaOf(a[i])
  },
  (g, _y, [x]) => [() => mul(g, digamma(x))],
)

/**
 * log|Γ(x)|, elementwise, within 0.8 ulp (float64) for x > 0. For negative x the error is at most 1
 * ulp of the larger of the value and 1. Infinity at 0 and the negative whole numbers. Its
 * derivative is `digamma`.
 *
 * @example
 * lgamma(tensor([1, 10])).toArray() // [0, 12.801827480081469]
 */
export function lgamma<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(lgammaOp, x)
}
