import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { asinh as asinhOf } from '../../math/asinh.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { div } from './div.ts'
import { hypot } from './hypot.ts'

export const asinhOp: Op<undefined> = /* @__PURE__ */ record(
  'asinh',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = asinhOf(a[i])
  },
  (g, _y, [x]) => [() => div(g, hypot(x, 1))],
)

/**
 * The inverse hyperbolic sine, elementwise, within 0.65 ulp (float64).
 *
 * @example
 * asinh(tensor([0, 1])).toArray() // [0, 0.881373587019543]
 */
export function asinh<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(asinhOp, x)
}
