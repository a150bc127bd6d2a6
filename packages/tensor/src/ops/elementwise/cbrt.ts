import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { cbrt as cbrtOf } from '../../math/cbrt.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { div } from './div.ts'
import { mul } from './mul.ts'
import { square } from './square.ts'

export const cbrtOp: Op<undefined> = /* @__PURE__ */ record(
  'cbrt',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = cbrtOf(a[i])
  },
  (g, y) => [() => div(g, mul(3, square(y)))],
)

/**
 * The cube root, elementwise, within 0.51 ulp (float64). A negative number has a negative cube
 * root.
 *
 * @example
 * cbrt(tensor([27, -8])).toArray() // [3, -2]
 */
export function cbrt<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(cbrtOp, x)
}
