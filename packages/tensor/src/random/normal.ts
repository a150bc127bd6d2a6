import { allocate, type DType, type FloatDType } from '../array/dtype.ts'
import { checkOptions } from '../array/options.ts'
import { checkShape, type Shape } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { drawFrom } from './draw-from.ts'
import type { RandomSource } from './key.ts'
import {
  checkSource,
  finite,
  floatDType,
  notNegative,
  type Parameter,
  parameter,
  valueAt,
} from './parameters.ts'
import { byOps, operand, scaledNormal } from './reparameterized.ts'

export interface NormalOptions<D extends FloatDType = FloatDType> {
  /** The mean, by default 0. */
  readonly mean?: Parameter
  /** The standard deviation, by default 1. */
  readonly std?: Parameter
  readonly dtype?: D
}

/**
 * Normal variates of a shape: mean + std·z, with one z of `stream.normal` per element, in C order.
 * Mean and standard deviation are numbers or tensors that broadcast to the shape. If they are
 * inside a transform, a draw from a key has a derivative in both.
 *
 * @throws TensorError unless the mean is finite and the standard deviation finite and not negative.
 * @example
 * normal(stream(1, 'weights'), [2, 3], { std: 0.1 }).shape // [2, 3]
 * normal(stream(1), []).item() === stream(1).normal() // true
 * grad(mean => sum(normal(key(1), [4], { mean })))(tensor(0.5)).item() // 4
 */
export function normal<D extends FloatDType = 'float64'>(
  random: RandomSource,
  shape: Shape,
  options: NormalOptions<D> = {},
): Tensor<D> {
  checkSource('normal', random)
  checkShape('normal', shape)
  checkOptions('normal', options, { mean: '', std: '', dtype: '' })
  const dtype = floatDType('normal', options.dtype) as D
  if (byOps(random, options.mean, options.std)) {
    const mean = operand('normal', 'mean', options.mean, shape, finite, 0)
    const std = operand('normal', 'std', options.std, shape, notNegative, 1)
    return scaledNormal(normal(random, shape), mean, std, dtype)
  }
  const mean = parameter('normal', 'mean', options.mean, shape, finite, 0)
  const std = parameter('normal', 'std', options.std, shape, notNegative, 1)
  return drawFrom('normal', random, shape, dtype, from => {
    const out = allocate('normal', dtype, shape)
    const z = out instanceof Float64Array ? out : new Float64Array(out.length)
    from.fillNormal(z)
    for (let i = 0; i < z.length; i++) out[i] = valueAt(mean, i) + valueAt(std, i) * z[i]
    return new Tensor<DType>(dtype, out, [...shape]) as Tensor as Tensor<D>
  })
}
