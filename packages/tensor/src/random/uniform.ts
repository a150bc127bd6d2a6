import type { FloatDType } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import { checkShape, type Shape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { nextafter32 } from '../math/nextafter.ts'
import type { RandomSource } from './key.ts'
import { checkSource, drawEach, finite, floatDType, type Parameter, parameter } from './parameters.ts'
import { byOps, operand, scaledUniform } from './reparameterized.ts'

export interface UniformOptions<D extends FloatDType = FloatDType> {
  /** The least number, by default 0. */
  readonly low?: Parameter
  /** The upper bound, which is not drawn itself, by default 1. */
  readonly high?: Parameter
  readonly dtype?: D
}

/**
 * Uniform numbers in [low, high), of a shape: one `stream.uniform` per element, in C order. Both
 * bounds are numbers or tensors that broadcast to the shape. A float32 is the rounded float64 draw,
 * or the float32 below `high` if it would be rounded to `high`. If the bounds are inside a transform,
 * a draw from a key has a derivative in both.
 *
 * @throws TensorError unless both bounds and their difference are finite and low ≤ high.
 * @example
 * uniform(stream(1, 'angles'), [4], { low: -1, high: 1 }).shape // [4]
 * uniform(stream(1), []).item() === stream(1).double() // true
 */
export function uniform<D extends FloatDType = 'float64'>(
  random: RandomSource,
  shape: Shape,
  options: UniformOptions<D> = {},
): Tensor<D> {
  checkSource('uniform', random)
  checkShape('uniform', shape)
  checkOptions('uniform', options, { low: '', high: '', dtype: '' })
  const dtype = floatDType('uniform', options.dtype) as D
  if (byOps(random, options.low, options.high)) {
    const low = operand('uniform', 'low', options.low, shape, finite, 0)
    const high = operand('uniform', 'high', options.high, shape, finite, 1)
    return scaledUniform(uniform(random, shape), low, high, dtype)
  }
  const low = parameter('uniform', 'low', options.low, shape, finite, 0)
  const high = parameter('uniform', 'high', options.high, shape, finite, 1)
  return drawEach('uniform', random, shape, dtype, [low, high], (random, from, to) => {
    if (!(from <= to && to - from < Infinity))
      fail('uniform', `low is ${from} and high ${to}; low may not be above high, nor infinitely far`)
    if (dtype === 'float64') return () => random.uniform(from, to)
    const first = Math.fround(from)
    const last = Math.max(first, nextafter32(Math.fround(to), -Infinity))
    return () => {
      const x = Math.fround(random.uniform(from, to))
      return x < to ? x : last
    }
  })
}
