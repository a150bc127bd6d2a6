import { type FloatOf, floatOf } from '../../array/dtype.ts'
import { elementwise } from '../../array/elementwise.ts'
import { fail } from '../../array/error.ts'
import type { Loop } from '../../array/loop.ts'
import { asTensor } from '../../array/operands.ts'
import { checkOptions } from '../../array/options.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { gelu as geluOf } from '../../math/gelu.ts'
import { sigmoid as sigmoidOf } from '../../math/sigmoid.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { add } from './add.ts'
import { erfc } from './erfc.ts'
import { exp } from './exp.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { sigmoid } from './sigmoid.ts'
import { square } from './square.ts'

export interface GeluOptions {
  /**
   * 'none' (the default) is the exact function, 'tanh' an approximation by the hyperbolic tangent.
   */
  readonly approximate?: 'none' | 'tanh'
}

/** √(2/π) and the coefficient of x³ in the approximation. */
const SLOPE = Math.sqrt(2 / Math.PI)
const CUBIC = 0.044715

const loop: Loop = (n, out, o, a, i, di) => {
  for (const end = o + n; o < end; o++, i += di) out[o] = geluOf(a[i])
}

// (1 + tanh u)/2 is the logistic function at 2u.
const approximateLoop: Loop = (n, out, o, a, i, di) => {
  for (const end = o + n; o < end; o++, i += di) {
    const x = a[i]
    out[o] = x * sigmoidOf(2 * SLOPE * (x + CUBIC * x * x * x))
  }
}

/** Φ(x) + x·φ(x). */
function slope(x: Tensor): Tensor {
  const density = mul(exp(mul(-0.5, square(x))), Math.sqrt(0.5 / Math.PI))
  return add(mul(0.5, erfc(mul(x, -Math.SQRT1_2))), mul(x, density))
}

function approximateSlope(x: Tensor): Tensor {
  const u = mul(2 * SLOPE, add(x, mul(CUBIC, mul(x, square(x)))))
  const inner = mul(2 * SLOPE, add(1, mul(3 * CUBIC, square(x))))
  return mul(sigmoid(u), add(1, mul(x, mul(inner, sigmoid(neg(u))))))
}

export const geluOp: Op<GeluOptions> = {
  name: 'gelu',
  batch: 'elementwise',
  dtypes: 'float',
  forward: ([x], { approximate }) =>
    approximate === 'tanh'
      ? elementwise('geluTanh', floatOf(x.dtype), [x], approximateLoop, 'gelu')
      : elementwise('gelu', floatOf(x.dtype), [x], loop),
  derivative: (g, _y, [x], { approximate }) => [
    () => mul(g, approximate === 'tanh' ? approximateSlope(x) : slope(x)),
  ],
}

/**
 * x·Φ(x), elementwise, within 1 ulp (float64). Φ is the distribution function of the standard
 * normal distribution. `approximate: 'tanh'` gives x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))), which
 * differs by up to 5e-4. Throws for another value of `approximate`.
 *
 * @example
 * gelu(tensor([0, 1])).toArray() // [0, 0.8413447460685429]
 * gelu(tensor([0, 1]), { approximate: 'tanh' }).toArray() // [0, 0.8411919906082768]
 */
export function gelu<A extends Arg>(x: A, options: GeluOptions = {}): Tensor<FloatOf<DTypeOf<A>>> {
  checkOptions('gelu', options, { approximate: 'string' })
  const { approximate = 'none' } = options
  if (approximate !== 'none' && approximate !== 'tanh')
    fail('gelu', `approximate '${approximate}' is neither 'none' nor 'tanh'; choose one of them`)
  return apply(geluOp, [asTensor('gelu', x)], { approximate })
}
