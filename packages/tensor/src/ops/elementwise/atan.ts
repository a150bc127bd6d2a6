import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { atan as atanOf } from '../../math/atan.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { add } from './add.ts'
import { div } from './div.ts'
import { square } from './square.ts'

export const atanOp: Op<undefined> = /* @__PURE__ */ record(
  'atan',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = atanOf(a[i])
  },
  (g, _y, [x]) => [() => div(g, add(1, square(x)))],
)

/**
 * The arctangent, elementwise, in radians from −π/2 to π/2, within 0.51 ulp (float64).
 *
 * @example
 * atan(tensor([0, 1])).toArray() // [0, 0.7853981633974483]
 */
export function atan<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(atanOp, x)
}
