import type { FloatDType } from '../array/dtype.ts'
import { checkOptions } from '../array/options.ts'
import { checkShape, type Shape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { sigmoid } from '../math/sigmoid.ts'
import { logGamma } from './gamma.ts'
import type { RandomSource } from './key.ts'
import { checkSource, drawEach, floatDType, type Parameter, parameter, type Range } from './parameters.ts'
import { drawnInside } from './with-operands.ts'

export interface BetaOptions<D extends FloatDType = FloatDType> {
  readonly a: Parameter
  readonly b: Parameter
  readonly dtype?: D
}

/** In this range the logarithm of a gamma variate cannot overflow. */
const form: Range = [x => x >= 1e-300 && x <= 1e300, 'from 1e-300 to 1e300']

/**
 * Beta variates of a shape: x/(x + y) for gamma variates x of shape parameter a and y of shape
 * parameter b. They are computed from logarithms, so small parameters are no problem. Each element,
 * in C order, takes the draws of x and then those of y. The parameters are numbers or tensors that
 * broadcast to the shape.
 *
 * @throws TensorError unless a and b lie in [1e-300, 1e300].
 * @example
 * beta(stream(1, 'shares'), [3], { a: 0.5, b: 0.5 }).shape // [3]
 */
export function beta<D extends FloatDType = 'float64'>(
  random: RandomSource,
  shape: Shape,
  options: BetaOptions<D>,
): Tensor<D> {
  checkSource('beta', random)
  checkShape('beta', shape)
  checkOptions('beta', options, { a: '', b: '', dtype: '' })
  const inside = drawnInside('beta', random, options, (key, found) => beta(key, shape, found), false)
  if (inside) return inside
  const dtype = floatDType('beta', options.dtype) as D
  const a = parameter('beta', 'a', options.a, shape, form)
  const b = parameter('beta', 'b', options.b, shape, form)
  return drawEach('beta', random, shape, dtype, [a, b], (random, one, other) => {
    const x = logGamma(random, one)
    const y = logGamma(random, other)
    return () => {
      const logX = x()
      return sigmoid(logX - y())
    }
  })
}
