import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { expm1 as expm1Of } from '../../math/expm1.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { add } from './add.ts'
import { mul } from './mul.ts'

export const expm1Op: Op<undefined> = /* @__PURE__ */ record(
  'expm1',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = expm1Of(a[i])
  },
  (g, y) => [() => mul(g, add(y, 1))],
)

/**
 * eˣ − 1, elementwise, without cancellation near 0.
 *
 * @example
 * expm1(tensor([0, 1e-10])).toArray() // [0, 1.00000000005e-10]
 */
export function expm1<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(expm1Op, x)
}
