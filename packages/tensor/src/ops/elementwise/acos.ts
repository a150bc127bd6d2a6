import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { acos as acosOf } from '../../math/acos.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { add } from './add.ts'
import { div } from './div.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { sqrt } from './sqrt.ts'
import { sub } from './sub.ts'

export const acosOp: Op<undefined> = /* @__PURE__ */ record(
  'acos',
  'float',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = acosOf(a[i])
  },
  (g, _y, [x]) => [() => neg(div(g, sqrt(mul(sub(1, x), add(1, x)))))],
)

/**
 * The arccosine, elementwise, in radians from 0 to π, within 0.51 ulp (float64); NaN outside [−1,
 * 1].
 *
 * @example
 * acos(tensor([1, 0.5])).toArray() // [0, 1.0471975511965979]
 */
export function acos<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(acosOp, x)
}
