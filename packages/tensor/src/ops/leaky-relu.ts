import { type Arg, asTensor, type Kind } from '../array/convert.ts'
import { type FloatOf, floatOf } from '../array/dtype.ts'
import { elementwise, type Loop } from '../array/elementwise.ts'
import { fail } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../autodiff/apply.ts'
import { greater } from './compare.ts'
import { mul } from './mul.ts'
import { where } from './where.ts'

export interface LeakyReluOptions {
  /** The slope below 0, 0.01 unless said. */
  readonly negativeSlope?: number
}

export const leakyReluOp: Op<Required<LeakyReluOptions>> = {
  name: 'leakyRelu',
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
 * x above 0 and negativeSlope·x below, elementwise. The derivative at 0 is negativeSlope. Throws
 * unless that is a finite number.
 *
 * @example
 * leakyRelu(tensor([2, -1]), { negativeSlope: 0.25 }).toArray() // [2, -0.25]
 */
export function leakyRelu<A extends Arg>(
  x: A,
  { negativeSlope = 0.01 }: LeakyReluOptions = {},
): Tensor<FloatOf<Kind<A>>> {
  if (!Number.isFinite(negativeSlope))
    fail('leakyRelu', `negativeSlope ${negativeSlope} is not a finite number; give one`)
  return apply(leakyReluOp, [asTensor('leakyRelu', x)], { negativeSlope })
}
