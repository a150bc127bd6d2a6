import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { lessEqual } from './compare.ts'
import { where } from './where.ts'

export const reluOp: Op<undefined> = /* @__PURE__ */ record(
  'relu',
  'any',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = Math.max(a[i], 0)
  },
  (g, _y, [x]) => [() => where(lessEqual(x, 0), 0, g)],
)

/**
 * The positive part max(x, 0), elementwise; NaN stays. The derivative at 0 is 0, at NaN 1.
 *
 * @example
 * relu(tensor([-1, 2])).toArray() // [0, 2]
 */
export function relu<A extends Arg>(x: A): Tensor<Own<A>> {
  return call1(reluOp, x)
}
