/** The hyperbolic sine and cosine. Each is the derivative of the other, so they share a file. */

import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { cosh as coshOf } from '../../math/cosh.ts'
import { sinh as sinhOf } from '../../math/sinh.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { mul } from './mul.ts'

export const sinhOp: Op<undefined> = /* @__PURE__ */ record(
  'sinh',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = sinhOf(a[i])
  },
  (g, _y, [x]) => [() => mul(g, cosh(x))],
)

/**
 * The hyperbolic sine, elementwise, within 0.53 ulp (float64).
 *
 * @example
 * sinh(tensor([0, 1])).toArray() // [0, 1.1752011936438014]
 */
export function sinh<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(sinhOp, x)
}

export const coshOp: Op<undefined> = /* @__PURE__ */ record(
  'cosh',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = coshOf(a[i])
  },
  (g, _y, [x]) => [() => mul(g, sinh(x))],
)

/**
 * The hyperbolic cosine, elementwise, within 0.53 ulp (float64).
 *
 * @example
 * cosh(tensor([0, 1])).toArray() // [1, 1.5430806348152437]
 */
export function cosh<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(coshOp, x)
}
