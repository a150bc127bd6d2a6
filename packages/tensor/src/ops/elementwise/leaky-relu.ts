import { type FloatOf, floatOf } from '../../array/dtype.ts'
import { elementwise } from '../../array/elementwise.ts'
import { fail } from '../../array/error.ts'
import type { Loop } from '../../array/loop.ts'
import { asTensor } from '../../array/operands.ts'
import { checkOptions } from '../../array/options.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { greater } from './compare.ts'
import { mul } from './mul.ts'
import { where } from './where.ts'

export interface LeakyReluOptions {
  /** The slope below 0, 0.01 by default. */
  readonly negativeSlope?: number
}

export const leakyReluOp: Op<Required<LeakyReluOptions>> = {
  name: 'leakyRelu',
  batch: 'elementwise',
  dtypes: 'float',
  forward([x], { negativeSlope }) {
    const loop: Loop = (n, out, o, a, i, di) => {
      for (const end = o + n; o < end; o++, i += di) out[o] = a[i] > 0 ? a[i] : negativeSlope * a[i]
    }
    return elementwise('leakyRelu', floatOf(x.dtype), [x], loop)
  },
  derivative: (g, _y, [x], { negativeSlope }) => [() => where(greater(x, 0), g, mul(g, negativeSlope))],
}

/**
 * x for x above 0 and negativeSlope·x below, elementwise. The derivative at 0 is negativeSlope.
 * Throws unless negativeSlope is a finite number.
 *
 * @example
 * leakyRelu(tensor([2, -1]), { negativeSlope: 0.25 }).toArray() // [2, -0.25]
 */
export function leakyRelu<A extends Arg>(x: A, options: LeakyReluOptions = {}): Tensor<FloatOf<DTypeOf<A>>> {
  checkOptions('leakyRelu', options, { negativeSlope: 'number' })
  const { negativeSlope = 0.01 } = options
  if (!Number.isFinite(negativeSlope))
    fail('leakyRelu', `negativeSlope ${negativeSlope} is not a finite number; give one`)
  return apply(leakyReluOp, [asTensor('leakyRelu', x)], { negativeSlope })
}
