import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { square } from './square.ts'

export const reciprocalOp: Op<undefined> = /* @__PURE__ */ record(
  'reciprocal',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = 1 / a[i]
  },
  (g, y) => [() => neg(mul(g, square(y)))],
)

/**
 * 1/x, elementwise, correctly rounded; integers give float64. ±Infinity at ±0.
 *
 * @example
 * reciprocal(tensor([2, -4])).toArray() // [0.5, -0.25]
 */
export function reciprocal<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(reciprocalOp, x)
}
