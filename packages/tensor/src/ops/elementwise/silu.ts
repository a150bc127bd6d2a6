import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { silu as siluOf } from '../../math/silu.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { add } from './add.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { sigmoid } from './sigmoid.ts'

export const siluOp: Op<undefined> = /* @__PURE__ */ record(
  'silu',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = siluOf(a[i])
  },
  (g, y, [x]) => [() => mul(g, add(sigmoid(x), mul(y, sigmoid(neg(x)))))],
)

/**
 * x·sigmoid(x), elementwise, within 2 ulp (float64); also called swish.
 *
 * @example
 * silu(tensor([0, 1])).toArray() // [0, 0.7310585786300049]
 */
export function silu<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(siluOp, x)
}
