import type { FloatOf, Promote } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { logaddexp as logaddexpOf } from '../../math/logaddexp.ts'
import type { Op } from '../../trace/apply.ts'
import { call2, record } from '../call.ts'
import { mul } from './mul.ts'
import { sigmoid } from './sigmoid.ts'
import { sub } from './sub.ts'

export const logaddexpOp: Op<undefined> = /* @__PURE__ */ record(
  'logaddexp',
  'float',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = logaddexpOf(a[i], b[j])
  },
  (g, _y, [a, b]) => [() => mul(g, sigmoid(sub(a, b))), () => mul(g, sigmoid(sub(b, a)))],
)

/**
 * log(eᵃ + eᵇ), elementwise with broadcasting, without overflow.
 *
 * @example
 * logaddexp(tensor([0, 1000]), tensor([0, 1000])).toArray() // [0.6931471805599453, 1000.6931471805599]
 */
export function logaddexp<A extends Arg, B extends Arg>(
  a: A,
  b: B,
): Tensor<FloatOf<Promote<DTypeOf<A>, DTypeOf<B>>>> {
  return call2(logaddexpOp, a, b)
}
