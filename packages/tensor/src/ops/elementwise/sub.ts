import type { Promote } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call2, record } from '../call.ts'
import { neg } from './neg.ts'

export const subOp: Op<undefined> = /* @__PURE__ */ record(
  'sub',
  'number',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] - b[j]
  },
  g => [() => g, () => neg(g)],
)

/**
 * a − b, elementwise with broadcasting, in the common dtype. For int32 the result wraps around.
 * Throws for two bools.
 *
 * @example
 * sub(tensor([5, 7]), 2).toArray() // [3, 5]
 */
export function sub<A extends Arg, B extends Arg>(a: A, b: B): Tensor<Promote<DTypeOf<A>, DTypeOf<B>>> {
  return call2(subOp, a, b)
}
