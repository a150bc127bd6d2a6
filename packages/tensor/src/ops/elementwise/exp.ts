import type { FloatOf } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { exp as expOf } from '../../math/exp.ts'
import { expSingle } from '../../math/exp-single.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'
import { mul } from './mul.ts'

export const expOp: Op<undefined> = /* @__PURE__ */ record(
  'exp',
  'float',
  (n, out, o, a, i, di) => {
    const of = out instanceof Float32Array ? expSingle : expOf
    for (const end = o + n; o < end; o++, i += di) out[o] = of(a[i])
  },
  (g, y) => [() => mul(g, y)],
)

/**
 * eˣ, elementwise, within 1 ulp.
 *
 * @example
 * exp(tensor([0, 1])).toArray() // [1, 2.718281828459045]
 */
export function exp<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return call1(expOp, x)
}
