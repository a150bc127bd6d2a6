import { type FloatOf, floatOf } from '../../array/dtype.ts'
import { elementwise } from '../../array/elementwise.ts'
import { fail } from '../../array/error.ts'
import type { Loop } from '../../array/loop.ts'
import { asTensor } from '../../array/operands.ts'
import { checkOptions } from '../../array/options.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { expm1 } from '../../math/expm1.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { greater } from './compare.ts'
import { exp } from './exp.ts'
import { mul } from './mul.ts'
import { where } from './where.ts'

export interface EluOptions {
  /** Minus the limit at −∞, 1 by default. */
  readonly alpha?: number
}

export const eluOp: Op<Required<EluOptions>> = {
  name: 'elu',
  batch: 'elementwise',
  dtypes: 'float',
  forward([x], { alpha }) {
    const loop: Loop = (n, out, o, a, i, di) => {
      for (const end = o + n; o < end; o++, i += di) out[o] = a[i] > 0 ? a[i] : alpha * expm1(a[i])
    }
    return elementwise('elu', floatOf(x.dtype), [x], loop)
  },
  derivative: (g, _y, [x], { alpha }) => [
    () => {
      const above = greater(x, 0)
      // The exponential must be finite also for elements that take the other branch.
      return where(above, g, mul(g, mul(alpha, exp(where(above, 0, x)))))
    },
  ],
}

/**
 * x for x above 0 and alpha·(eˣ − 1) below, elementwise, within 2 ulp (float64). The derivative at
 * 0 is alpha. Throws unless alpha is a finite number.
 *
 * @example
 * elu(tensor([2, -1])).toArray() // [2, -0.6321205588285577]
 */
export function elu<A extends Arg>(x: A, options: EluOptions = {}): Tensor<FloatOf<DTypeOf<A>>> {
  checkOptions('elu', options, { alpha: 'number' })
  const { alpha = 1 } = options
  if (!Number.isFinite(alpha)) fail('elu', `alpha ${alpha} is not a finite number; give one`)
  return apply(eluOp, [asTensor('elu', x)], { alpha })
}
