import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { mul } from './mul.ts'
import { sign } from './sign.ts'

export const absOp: Op<undefined> = /* @__PURE__ */ record(
  'abs',
  'any',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = Math.abs(a[i])
  },
  (g, _y, [x]) => [() => mul(g, sign(x))],
)

/**
 * The absolute value, elementwise. The derivative at 0 is 0.
 *
 * @example
 * abs(tensor([-1, 2])).toArray() // [1, 2]
 */
export function abs<A extends Arg>(x: A): Tensor<Own<A>> {
  return call1(absOp, x)
}
