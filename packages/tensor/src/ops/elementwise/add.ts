import type { Promote } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call2, record } from '../call.ts'

export const addOp: Op<undefined> = /* @__PURE__ */ record(
  'add',
  'any',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] + b[j]
  },
  g => [() => g, () => g],
  {
    bool: (n, out, o, a, i, di, b, j, dj) => {
      for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] | b[j]
    },
  },
)

/**
 * a + b, elementwise with broadcasting, in the common dtype. For int32 the result wraps around. For
 * bools it is a or b.
 *
 * @example
 * add(tensor([[1], [2]]), tensor([10, 20])).toArray() // [[11, 21], [12, 22]]
 */
export function add<A extends Arg, B extends Arg>(a: A, b: B): Tensor<Promote<DTypeOf<A>, DTypeOf<B>>> {
  return call2(addOp, a, b)
}
