import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { log as logOf } from '../../math/log.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { div } from './div.ts'

export const logOp: Op<undefined> = /* @__PURE__ */ record(
  'log',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = logOf(a[i])
  },
  (g, _y, [x]) => [() => div(g, x)],
)

/**
 * The natural logarithm, elementwise; −Infinity at 0, NaN below.
 *
 * @example
 * log(tensor([1, 2])).toArray() // [0, 0.6931471805599453]
 */
export function log<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(logOp, x)
}
