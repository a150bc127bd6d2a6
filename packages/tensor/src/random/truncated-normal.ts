import type { FloatDType } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import { checkShape, type Shape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { exp } from '../math/exp.ts'
import { hypot } from '../math/hypot.ts'
import { standardExponential } from './exponential.ts'
import type { RandomSource } from './key.ts'
import {
  checkSource,
  drawEach,
  finite,
  floatDType,
  type Parameter,
  parameter,
  positive,
  type Range,
} from './parameters.ts'
import type { Stream } from './stream.ts'
import { drawnInside } from './with-operands.ts'

export interface TruncatedNormalOptions<D extends FloatDType = FloatDType> {
  /** The least number, by default −∞. */
  readonly low?: Parameter
  /** The largest number, by default ∞. */
  readonly high?: Parameter
  /** The mean of the distribution before truncation, by default 0. */
  readonly mean?: Parameter
  /** The standard deviation before truncation, by default 1. */
  readonly std?: Parameter
  readonly dtype?: D
}

const edge: Range = [x => !Number.isNaN(x), 'a number or an infinity']

/**
 * Normal variates of a shape, truncated to [low, high]. Each element, in C order, takes as many
 * draws as it needs. The method is rejection from the normal, uniform or exponential distribution,
 * whichever suits the interval, so far tails are exact too (C. P. Robert, "Simulation of truncated
 * normal variables", Statistics and Computing 5 (1995) 121–125). The parameters are numbers or
 * tensors that broadcast to the shape.
 *
 * @throws TensorError unless low ≤ high, the mean is finite, and the standard deviation finite and
 * positive.
 * @example
 * truncatedNormal(stream(1, 'weights'), [3], { low: -2, high: 2 }).shape // [3]
 */
export function truncatedNormal<D extends FloatDType = 'float64'>(
  random: RandomSource,
  shape: Shape,
  options: TruncatedNormalOptions<D> = {},
): Tensor<D> {
  checkSource('truncatedNormal', random)
  checkShape('truncatedNormal', shape)
  checkOptions('truncatedNormal', options, { low: '', high: '', mean: '', std: '', dtype: '' })
  const inside = drawnInside(
    'truncatedNormal',
    random,
    options,
    (key, found) => truncatedNormal(key, shape, found),
    false,
  )
  if (inside) return inside
  const dtype = floatDType('truncatedNormal', options.dtype) as D
  const of = (name: 'low' | 'high' | 'mean' | 'std', otherwise: number, range: Range) =>
    parameter('truncatedNormal', name, options[name], shape, range, otherwise)
  const all = [
    of('low', -Infinity, edge),
    of('high', Infinity, edge),
    of('mean', 0, finite),
    of('std', 1, positive),
  ]
  return drawEach('truncatedNormal', random, shape, dtype, all, (random, low, high, mean, std) => {
    if (!(low <= high && low < Infinity && high > -Infinity))
      fail('truncatedNormal', `no number lies from low ${low} to high ${high}; low may not be above high`)
    const a = (low - mean) / std
    const b = (high - mean) / std
    // If the distance of the interval overflows, all its probability is at the nearer bound.
    if (a === Infinity) return () => low
    if (b === -Infinity) return () => high
    const draw = b <= 0 ? within(random, -b, -a) : within(random, a, b)
    const sign = b <= 0 ? -1 : 1
    return () => Math.min(Math.max(mean + std * sign * draw(), low), high)
  })
}

/**
 * √(2π). A longer interval around 0 contains enough of the normal distribution for rejection from
 * it.
 */
const LONG = 2.5066282746310002

/** A sampler of the standard normal distribution in [a, b], with b > 0 or a = b = 0. */
function within(random: Stream, a: number, b: number): () => number {
  if (a <= 0) {
    if (b - a < LONG) return fromUniform(random, a, b, 0)
    return () => {
      for (;;) {
        const x = random.normal()
        if (x >= a && x <= b) return x
      }
    }
  }
  const rate = 0.5 * a + 0.5 * hypot(a, 2)
  // Here the uniform distribution is accepted more often than the exponential one. rate − a is
  // 1/rate.
  if ((b - a) * rate < exp(0.5 - 0.5 * (a / rate))) return fromUniform(random, a, b, a)
  return () => {
    for (;;) {
      const x = a + standardExponential(random) / rate
      const off = x - rate
      if (x <= b && standardExponential(random) >= 0.5 * off * off) return x
    }
  }
}

/**
 * Rejection from the uniform distribution on [a, b]. `peak` is where the normal density is largest
 * there.
 */
function fromUniform(random: Stream, a: number, b: number, peak: number): () => number {
  return () => {
    for (;;) {
      const x = random.uniform(a, b)
      if (standardExponential(random) >= 0.5 * (x - peak) * (x + peak)) return x
    }
  }
}
