import type { FloatOf, Promote } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { atan2 as atan2Of } from '../../math/atan2.ts'
import type { Op } from '../../trace/apply.ts'
import { call2, record } from '../call.ts'
import { div } from './div.ts'
import { hypot } from './hypot.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'

export const atan2Op: Op<undefined> = /* @__PURE__ */ record(
  'atan2',
  'float',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = atan2Of(a[i], b[j])
  },
  (g, _y, [a, b]) => {
    const part = (x: Tensor): Tensor => {
      const length = hypot(a, b)
      return mul(g, div(div(x, length), length))
    }
    return [() => part(b), () => neg(part(a))]
  },
)

/**
 * The angle of the points (b, a) in radians from −π to π, elementwise with broadcasting, within
 * 0.51 ulp (float64). It is the arctangent of a/b in the correct quadrant. The signs of zeros
 * count, as in C.
 *
 * @example
 * atan2(tensor([1, 1]), tensor([1, -1])).toArray() // [0.7853981633974483, 2.356194490192345]
 */
export function atan2<A extends Arg, B extends Arg>(
  a: A,
  b: B,
): Tensor<FloatOf<Promote<DTypeOf<A>, DTypeOf<B>>>> {
  return call2(atan2Op, a, b)
}
