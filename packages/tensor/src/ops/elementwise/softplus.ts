import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { softplus as softplusOf } from '../../math/softplus.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { mul } from './mul.ts'
import { sigmoid } from './sigmoid.ts'

export const softplusOp: Op<undefined> = /* @__PURE__ */ record(
  'softplus',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = softplusOf(a[i])
  },
  (g, _y, [x]) => [() => mul(g, sigmoid(x))],
)

/**
 * log(1 + eˣ), elementwise, without overflow or cancellation for any x.
 *
 * @example
 * softplus(tensor([0, 1000])).toArray() // [0.6931471805599453, 1000]
 */
export function softplus<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(softplusOp, x)
}
