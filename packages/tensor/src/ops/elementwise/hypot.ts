import type { FloatOf, Promote } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { hypot as hypotOf } from '../../math/hypot.ts'
import type { Op } from '../../trace/apply.ts'
import { call2, record } from '../call.ts'
import { equal } from './compare.ts'
import { div } from './div.ts'
import { mul } from './mul.ts'
import { where } from './where.ts'

export const hypotOp: Op<undefined> = /* @__PURE__ */ record(
  'hypot',
  'float',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = hypotOf(a[i], b[j])
  },
  (g, y, [a, b]) => {
    // The origin has no derivative; it is set to 0.
    const length = () => where(equal(y, 0), 1, y)
    return [() => mul(g, div(a, length())), () => mul(g, div(b, length()))]
  },
)

/**
 * √(a² + b²), elementwise with broadcasting, within 0.51 ulp (float64). Intermediate results
 * neither overflow nor underflow. Infinity with NaN gives Infinity. The derivative at the origin is
 * 0.
 *
 * @example
 * hypot(tensor([3, 5]), tensor([4, 12])).toArray() // [5, 13]
 */
export function hypot<A extends Arg, B extends Arg>(
  a: A,
  b: B,
): Tensor<FloatOf<Promote<DTypeOf<A>, DTypeOf<B>>>> {
  return call2(hypotOp, a, b)
}
