import type { FloatDType } from '../array/dtype.ts'
import { checkOptions } from '../array/options.ts'
import { checkShape, type Shape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { log } from '../math/log.ts'
import { log1p } from '../math/log1p.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { mul } from '../ops/elementwise/mul.ts'
import type { RandomSource } from './key.ts'
import { checkSource, drawEach, floatDType, notNegative, type Parameter, parameter } from './parameters.ts'
import { byOps, operand } from './reparameterized.ts'
import type { Stream } from './stream.ts'

export interface ExponentialOptions<D extends FloatDType = FloatDType> {
  /** The mean, 1/rate, by default 1. */
  readonly scale?: Parameter
  readonly dtype?: D
}

const HALF_STEP = 2 ** -54

/**
 * A standard exponential variate −log(1 − u), where u is the middle of the cell of a uniform. It is
 * positive and at most 37.43.
 */
export function standardExponential(random: Stream): number {
  const u = random.double()
  // Both sums are exact.
  return u < 0.5 ? -log1p(-(u + HALF_STEP)) : -log(1 - u - HALF_STEP)
}

/**
 * Exponential variates of a shape, by inversion: one uniform per element, in C order. The scale is
 * a number or a tensor that broadcasts to the shape. If it is inside a transform, a draw from a key
 * has a derivative in it.
 *
 * @throws TensorError unless the scale is finite and not negative.
 * @example
 * exponential(stream(1, 'waits'), [3], { scale: 2 }).shape // [3]
 */
export function exponential<D extends FloatDType = 'float64'>(
  random: RandomSource,
  shape: Shape,
  options: ExponentialOptions<D> = {},
): Tensor<D> {
  checkSource('exponential', random)
  checkShape('exponential', shape)
  checkOptions('exponential', options, { scale: '', dtype: '' })
  const dtype = floatDType('exponential', options.dtype) as D
  if (byOps(random, options.scale)) {
    const by = operand('exponential', 'scale', options.scale, shape, notNegative, 1)
    return cast(mul(exponential(random, shape), by), dtype)
  }
  const scale = parameter('exponential', 'scale', options.scale, shape, notNegative, 1)
  return drawEach(
    'exponential',
    random,
    shape,
    dtype,
    [scale],
    (random, by) => () => standardExponential(random) * by,
  )
}
