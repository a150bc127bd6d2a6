import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { tanh as tanhOf } from '../../math/tanh.ts'
import { tanhSingle } from '../../math/tanh-single.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { add } from './add.ts'
import { mul } from './mul.ts'
import { sub } from './sub.ts'

export const tanhOp: Op<undefined> = /* @__PURE__ */ record(
  'tanh',
  'float',
  (n, out, o, a, i, di) => {
    const of = out instanceof Float32Array ? tanhSingle : tanhOf
    for (const end = o + n; o < end; o++, i += di) out[o] = of(a[i])
  },
  (g, y) => [() => mul(g, mul(sub(1, y), add(1, y)))],
)

/**
 * The hyperbolic tangent, elementwise, within 1 ulp.
 *
 * @example
 * tanh(tensor([0, 20])).toArray() // [0, 1]
 */
export function tanh<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(tanhOp, x)
}
