import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { log1p as log1pOf } from '../../math/log1p.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { add } from './add.ts'
import { div } from './div.ts'

export const log1pOp: Op<undefined> = /* @__PURE__ */ record(
  'log1p',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = log1pOf(a[i])
  },
  (g, _y, [x]) => [() => div(g, add(x, 1))],
)

/**
 * log(1 + x), elementwise, without cancellation near 0.
 *
 * @example
 * log1p(tensor([0, 1e-10])).toArray() // [0, 9.999999999500001e-11]
 */
export function log1p<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(log1pOp, x)
}
