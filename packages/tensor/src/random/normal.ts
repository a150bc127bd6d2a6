import { allocate, type DType, type FloatDType } from '../array/dtype.ts'
import { checkOptions } from '../array/options.ts'
import { checkShape, type Shape } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import {
  checkStream,
  finite,
  floatDType,
  notNegative,
  type Parameter,
  parameter,
  valueAt,
} from './parameters.ts'
import type { Stream } from './stream.ts'

export interface NormalOptions<D extends FloatDType = FloatDType> {
  /** The mean, by default 0. */
  readonly mean?: Parameter
  /** The standard deviation, by default 1. */
  readonly std?: Parameter
  readonly dtype?: D
}

/**
 * Normal variates of a shape: mean + std·z, with one z of `stream.normal` per element, in C order.
 * Mean and standard deviation are numbers or tensors that broadcast to the shape.
 *
 * @throws TensorError unless the mean is finite and the standard deviation finite and not negative.
 * @example
 * normal(stream(1, 'weights'), [2, 3], { std: 0.1 }).shape // [2, 3]
 * normal(stream(1), []).item() === stream(1).normal() // true
 */
export function normal<D extends FloatDType = 'float64'>(
  random: Stream,
  shape: Shape,
  options: NormalOptions<D> = {},
): Tensor<D> {
  checkStream('normal', random)
  checkShape('normal', shape)
  checkOptions('normal', options, { mean: '', std: '', dtype: '' })
  const dtype = floatDType('normal', options.dtype)
  const mean = parameter('normal', 'mean', options.mean, shape, finite, 0)
  const std = parameter('normal', 'std', options.std, shape, notNegative, 1)
  const out = allocate('normal', dtype, shape)
  const z = out instanceof Float64Array ? out : new Float64Array(out.length)
  random.fillNormal(z)
  for (let i = 0; i < z.length; i++) out[i] = valueAt(mean, i) + valueAt(std, i) * z[i]
  return new Tensor<DType>(dtype, out, [...shape]) as Tensor as Tensor<D>
}
