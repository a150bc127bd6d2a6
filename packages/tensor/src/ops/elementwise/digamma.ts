import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { digamma as digammaOf } from '../../math/digamma.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { mul } from './mul.ts'
import { polygamma } from './polygamma.ts'

export const digammaOp: Op<undefined> = /* @__PURE__ */ record(
  'digamma',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = digammaOf(a[i])
  },
  (g, _y, [x]) => [() => mul(g, polygamma(1, x))],
)

/**
 * The digamma function, elementwise, within 1 ulp (float64) except near its zeros. It is the
 * derivative of log Γ(x). NaN at the negative whole numbers. Its derivative is `polygamma` of order
 * 1.
 *
 * @example
 * digamma(tensor([1, 2])).toArray() // [-0.5772156649015329, 0.42278433509846713]
 */
export function digamma<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(digammaOp, x)
}
