import type { FloatOf, Promote } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { call2, record } from '../call.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'

export const divOp = /* @__PURE__ */ record(
  'div',
  'float',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] / b[j]
  },
  (g, y, [, b]) => [() => div(g, b), () => neg(mul(div(g, b), y))],
)

/**
 * a / b, the true quotient, elementwise with broadcasting. Integers give float64. Division by 0
 * gives ±Infinity or NaN.
 *
 * @example
 * div(tensor([1, 2], { dtype: 'int32' }), 2).toArray() // [0.5, 1]
 */
export function div<A extends Arg, B extends Arg>(
  a: A,
  b: B,
): Tensor<FloatOf<Promote<DTypeOf<A>, DTypeOf<B>>>> {
  return call2(divOp, a, b)
}
