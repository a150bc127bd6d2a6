import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { erfc as erfcOf } from '../../math/erfc.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { exp } from './exp.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { square } from './square.ts'

export const erfcOp: Op<undefined> = /* @__PURE__ */ record(
  'erfc',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = erfcOf(a[i])
  },
  (g, _y, [x]) => [() => mul(g, mul(-2 / Math.sqrt(Math.PI), exp(neg(square(x)))))],
)

/**
 * The complementary error function 1 − erf x, elementwise, within 0.9 ulp (float64), also if the
 * result is tiny.
 *
 * @example
 * erfc(tensor([0, 1])).toArray() // [1, 0.15729920705028513]
 */
export function erfc<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(erfcOp, x)
}
