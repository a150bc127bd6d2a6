import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { softplus } from '../../math/softplus.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { sigmoid } from './sigmoid.ts'

export const logSigmoidOp: Op<undefined> = /* @__PURE__ */ record(
  'logSigmoid',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = -softplus(-a[i])
  },
  (g, _y, [x]) => [() => mul(g, sigmoid(neg(x)))],
)

/**
 * log(1/(1 + e⁻ˣ)), elementwise, within 2 ulp (float64), without overflow or cancellation for any
 * x.
 *
 * @example
 * logSigmoid(tensor([0, -1000])).toArray() // [-0.6931471805599453, -1000]
 */
export function logSigmoid<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(logSigmoidOp, x)
}
