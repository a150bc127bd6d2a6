import type { Promote } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call2, record } from '../call.ts'
import { equal, greater, notEqual } from './compare.ts'
import { mul } from './mul.ts'
import { where } from './where.ts'

/** The fraction of the derivative for the first operand. Only NaN is not equal to itself. */
const share = (a: Tensor, b: Tensor): Tensor =>
  where(equal(a, b), 0.5, where(greater(a, b), 1, notEqual(a, a)))

export const maximumOp: Op<undefined> = /* @__PURE__ */ record(
  'maximum',
  'any',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = Math.max(a[i], b[j])
  },
  (g, _y, [a, b]) => [() => mul(g, share(a, b)), () => mul(g, share(b, a))],
)

/**
 * The larger of a and b, elementwise with broadcasting; NaN if either is. If both are equal, each
 * gets half of the derivative. A NaN gets all of it.
 *
 * @example
 * maximum(tensor([1, 5]), 3).toArray() // [3, 5]
 */
export function maximum<A extends Arg, B extends Arg>(a: A, b: B): Tensor<Promote<DTypeOf<A>, DTypeOf<B>>> {
  return call2(maximumOp, a, b)
}
