/** Sine and cosine. Each is in the derivative of the other, so they share a file. */

import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { cos as cosOf } from '../../math/cos.ts'
import { sin as sinOf } from '../../math/sin.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'

export const sinOp: Op<undefined> = /* @__PURE__ */ record(
  'sin',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = sinOf(a[i])
  },
  (g, _y, [x]) => [() => mul(g, cos(x))],
)

/**
 * The sine, elementwise, of angles in radians, within 0.6 ulp (float64) for angles of any size. NaN
 * at ±Infinity.
 *
 * @example
 * sin(tensor([0, 1])).toArray() // [0, 0.8414709848078965]
 */
export function sin<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(sinOp, x)
}

export const cosOp: Op<undefined> = /* @__PURE__ */ record(
  'cos',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = cosOf(a[i])
  },
  (g, _y, [x]) => [() => neg(mul(g, sin(x)))],
)

/**
 * The cosine, elementwise, of angles in radians, within 0.6 ulp (float64) for angles of any size.
 * NaN at ±Infinity.
 *
 * @example
 * cos(tensor([0, 1])).toArray() // [1, 0.5403023058681398]
 */
export function cos<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(cosOp, x)
}
