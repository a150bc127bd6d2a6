import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { tan as tanOf } from '../../math/tan.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { add } from './add.ts'
import { mul } from './mul.ts'
import { square } from './square.ts'

export const tanOp: Op<undefined> = /* @__PURE__ */ record(
  'tan',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = tanOf(a[i])
  },
  (g, y) => [() => mul(g, add(1, square(y)))],
)

/**
 * The tangent, elementwise, of angles in radians, within 0.65 ulp (float64) for angles of any size.
 *
 * @example
 * tan(tensor([0, 1])).toArray() // [0, 1.5574077246549023]
 */
export function tan<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(tanOp, x)
}
