import { type FloatOf, floatOf } from '../../array/dtype.ts'
import { elementwise } from '../../array/elementwise.ts'
import { fail, told } from '../../array/error.ts'
import type { Loop } from '../../array/loop.ts'
import { asTensor } from '../../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { LARGEST_ORDER, polygamma as polygammaOf } from '../../math/polygamma.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { mul } from './mul.ts'

export const polygammaOp: Op<number> = {
  name: 'polygamma',
  batch: 'elementwise',
  dtypes: 'float',
  forward([x], order) {
    const loop: Loop = (n, out, o, a, i, di) => {
      for (const end = o + n; o < end; o++, i += di) out[o] = polygammaOf(order, a[i])
    }
    return elementwise('polygamma', floatOf(x.dtype), [x], loop)
  },
  derivative: (g, _y, [x], order) => [() => mul(g, polygamma(order + 1, x))],
}

/**
 * The derivative of order `order` of the digamma function, elementwise. Order 0 is `digamma`, order
 * 1 is trigamma. For x > 0 within 4 ulp (float64) at order 1, and 4 + 2·order ulp at others. Its
 * derivative is `polygamma` of the next order. Throws unless the order is a whole number from 0 to
 * 32.
 *
 * @example
 * polygamma(1, tensor([1, 2])).toArray() // [1.6449340668482264, 0.6449340668482264]
 */
export function polygamma<A extends Arg>(order: number, x: A): Tensor<FloatOf<DTypeOf<A>>> {
  if (!(Number.isInteger(order) && order >= 0 && order <= LARGEST_ORDER))
    fail('polygamma', `order ${told(order)} is not a whole number from 0 to ${LARGEST_ORDER}; give one`)
  return apply(polygammaOp, [asTensor('polygamma', x)], order)
}
