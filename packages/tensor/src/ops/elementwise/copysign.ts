import type { FloatOf, Promote } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call2, record } from '../call.ts'
import { mul } from './mul.ts'
import { sign } from './sign.ts'

export const copysignOp: Op<undefined> = /* @__PURE__ */ record(
  'copysign',
  'float',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj)
      out[o] = b[j] < 0 || Object.is(b[j], -0) ? -Math.abs(a[i]) : Math.abs(a[i])
  },
  (g, _y, [a, b]) => [() => mul(g, mul(sign(a), copysign(1, b))), null],
)

/**
 * The magnitude of a with the sign of b, elementwise with broadcasting. The sign of −0 is negative;
 * NaN counts as positive. Integers give float64. The derivative in a is that of |a| times the sign
 * of b, and 0 at a = 0.
 *
 * @example
 * copysign(tensor([1, -2]), tensor([-0, 5])).toArray() // [-1, 2]
 */
export function copysign<A extends Arg, B extends Arg>(
  a: A,
  b: B,
): Tensor<FloatOf<Promote<DTypeOf<A>, DTypeOf<B>>>> {
  return call2(copysignOp, a, b)
}
