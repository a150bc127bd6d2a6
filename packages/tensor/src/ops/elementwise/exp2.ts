import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { exp2 as exp2Of } from '../../math/exp2.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { mul } from './mul.ts'

export const exp2Op: Op<undefined> = /* @__PURE__ */ record(
  'exp2',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = exp2Of(a[i])
  },
  (g, y) => [() => mul(g, mul(y, Math.LN2))],
)

/**
 * 2ˣ, elementwise, within 0.51 ulp (float64). It is exact for whole x.
 *
 * @example
 * exp2(tensor([3, 0.5])).toArray() // [8, 1.4142135623730951]
 */
export function exp2<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(exp2Op, x)
}
