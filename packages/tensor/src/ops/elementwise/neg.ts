import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'

export const negOp: Op<undefined> = /* @__PURE__ */ record(
  'neg',
  'number',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = -a[i]
  },
  g => [() => neg(g)],
)

/**
 * −x, elementwise. Throws for bools.
 *
 * @example
 * neg(tensor([1, -2])).toArray() // [-1, 2]
 */
export function neg<A extends Arg>(x: A): Tensor<Own<A>> {
  return call1(negOp, x)
}
