import type { Promote } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call2, record } from '../call.ts'

export const mulOp: Op<undefined> = /* @__PURE__ */ record(
  'mul',
  'any',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] * b[j]
  },
  (g, _y, [a, b]) => [() => mul(g, b), () => mul(g, a)],
  {
    // A float64 cannot hold the products of 32-bit integers.
    int32: (n, out, o, a, i, di, b, j, dj) => {
      for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = Math.imul(a[i], b[j])
    },
  },
)

/**
 * a · b, elementwise with broadcasting, in the common dtype. For int32 the result wraps around. For
 * bools it is a and b.
 *
 * @example
 * mul(tensor([1, 2, 3]), tensor([[1], [10]])).toArray() // [[1, 2, 3], [10, 20, 30]]
 */
export function mul<A extends Arg, B extends Arg>(a: A, b: B): Tensor<Promote<DTypeOf<A>, DTypeOf<B>>> {
  return call2(mulOp, a, b)
}
