import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { sigmoid as sigmoidOf } from '../../math/sigmoid.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'

export const sigmoidOp: Op<undefined> = /* @__PURE__ */ record(
  'sigmoid',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = sigmoidOf(a[i])
  },
  (g, y, [x]) => [() => mul(g, mul(y, sigmoid(neg(x))))],
)

/**
 * The logistic function 1 / (1 + e⁻ˣ), elementwise, without overflow for any x.
 *
 * @example
 * sigmoid(tensor([0, -1000])).toArray() // [0.5, 0]
 */
export function sigmoid<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(sigmoidOp, x)
}
