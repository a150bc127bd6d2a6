import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { acosh as acoshOf } from '../../math/acosh.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { add } from './add.ts'
import { div } from './div.ts'
import { mul } from './mul.ts'
import { sqrt } from './sqrt.ts'
import { sub } from './sub.ts'

export const acoshOp: Op<undefined> = /* @__PURE__ */ record(
  'acosh',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = acoshOf(a[i])
  },
  (g, _y, [x]) => [() => div(g, mul(sqrt(sub(x, 1)), sqrt(add(x, 1))))],
)

/**
 * The inverse hyperbolic cosine, elementwise, within 0.65 ulp (float64); NaN below 1.
 *
 * @example
 * acosh(tensor([1, 2])).toArray() // [0, 1.3169578969248166]
 */
export function acosh<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(acoshOp, x)
}
