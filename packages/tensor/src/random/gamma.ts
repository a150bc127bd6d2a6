import type { FloatDType } from '../array/dtype.ts'
import { checkOptions } from '../array/options.ts'
import { checkShape, type Shape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { exp } from '../math/exp.ts'
import { log } from '../math/log.ts'
import { standardExponential } from './exponential.ts'
import type { RandomSource } from './key.ts'
import {
  checkSource,
  drawEach,
  floatDType,
  notNegative,
  type Parameter,
  parameter,
  positive,
} from './parameters.ts'
import type { Stream } from './stream.ts'
import { drawnInside } from './with-operands.ts'

export interface GammaOptions<D extends FloatDType = FloatDType> {
  /** The shape parameter of the distribution. */
  readonly a: Parameter
  /** By default 1. The mean is a·scale. */
  readonly scale?: Parameter
  readonly dtype?: D
}

/**
 * A sampler of the gamma distribution with shape parameter a ≥ 1 and scale 1, by rejection: G.
 * Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", ACM Transactions on
 * Mathematical Software 26 (2000) 363–372.
 */
export function standardGamma(random: Stream, a: number): () => number {
  const d = a - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  return () => {
    for (;;) {
      const x = random.normal()
      const root = 1 + c * x
      if (root <= 0) continue
      const v = root * root * root
      const square = x * x
      const u = random.double()
      // The first test, with the square, avoids most of the logarithms.
      if (u < 1 - 0.0331 * square * square || log(u) < 0.5 * square + d * (1 - v + log(v))) return d * v
    }
  }
}

/**
 * Gamma variates of a shape, by rejection. Each element, in C order, takes as many draws as it
 * needs. For a < 1 a variate of shape parameter a + 1 is multiplied by a uniform to the power 1/a.
 * The parameters are numbers or tensors that broadcast to the shape.
 *
 * @throws TensorError unless a is finite and positive, and the scale finite and not negative.
 * @example
 * gamma(stream(1, 'rates'), [2, 2], { a: 2.5, scale: 3 }).shape // [2, 2]
 */
export function gamma<D extends FloatDType = 'float64'>(
  random: RandomSource,
  shape: Shape,
  options: GammaOptions<D>,
): Tensor<D> {
  checkSource('gamma', random)
  checkShape('gamma', shape)
  checkOptions('gamma', options, { a: '', scale: '', dtype: '' })
  const inside = drawnInside('gamma', random, options, (key, found) => gamma(key, shape, found), false)
  if (inside) return inside
  const dtype = floatDType('gamma', options.dtype) as D
  const a = parameter('gamma', 'a', options.a, shape, positive)
  const scale = parameter('gamma', 'scale', options.scale, shape, notNegative, 1)
  return drawEach('gamma', random, shape, dtype, [a, scale], (random, form, by) => {
    if (form >= 1) {
      const draw = standardGamma(random, form)
      return () => draw() * by
    }
    const draw = standardGamma(random, form + 1)
    return () => draw() * exp(-standardExponential(random) / form) * by
  })
}

/**
 * A sampler of the logarithm of a gamma variate with scale 1. The logarithm is finite however small
 * a is.
 */
export function logGamma(random: Stream, a: number): () => number {
  if (a >= 1) {
    const draw = standardGamma(random, a)
    return () => log(draw())
  }
  const draw = standardGamma(random, a + 1)
  return () => log(draw()) - standardExponential(random) / a
}
