/**
 * Initial values for weights. Their variance is chosen so that a layer keeps the size of the values
 * that pass through it.
 *
 * The fan-in is the number of connections of one output, the fan-out that of one input: the length
 * of the axis times the number of elements of a window. A matrix is [in, out], as in `matmul(x,
 * w)`; a kernel is [out, in, ...window], as in `conv2d`.
 */
import { allocate, type FloatDType } from '../array/dtype.ts'
import { fail, show, told } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import { axisOf, checkShape, type Shape, sizeOf } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { drawFrom } from '../random/draw-from.ts'
import type { RandomSource } from '../random/key.ts'
import { checkSource } from '../random/parameters.ts'

export interface InitializerOptions<D extends FloatDType = FloatDType> {
  /** float64 by default. */
  readonly dtype?: D
  /** The axis of the inputs, by default 0 of a matrix and 1 of a kernel. */
  readonly inAxis?: number
  /** The axis of the outputs, by default 1 of a matrix and 0 of a kernel. */
  readonly outAxis?: number
}

const KINDS = { dtype: '', inAxis: 'number', outAxis: 'number' }

/** Random numbers with variance `scale(fan in, fan out)`. */
function drawn<D extends FloatDType>(
  operation: string,
  random: RandomSource,
  shape: Shape,
  options: InitializerOptions<D>,
  variance: (fanIn: number, fanOut: number) => number,
  law: 'normal' | 'uniform',
): Tensor<D> {
  checkSource(operation, random)
  checkOptions(operation, options, KINDS)
  const { dtype = 'float64' as D } = options
  if (dtype !== 'float64' && dtype !== 'float32')
    fail(operation, `dtype ${told(dtype)} is not one of float64,float32`)
  const axes = checkShape(operation, shape).length
  if (axes < 2)
    fail(operation, `shape ${show(shape)}; weights have at least an axis of inputs and one of outputs`)
  const into = axisOf(operation, options.inAxis ?? (axes === 2 ? 0 : 1), axes)
  const outOf = axisOf(operation, options.outAxis ?? (axes === 2 ? 1 : 0), axes)
  if (into === outOf) fail(operation, `inAxis and outAxis are both ${into}; give two axes`)
  const window = sizeOf(shape.filter((_, axis) => axis !== into && axis !== outOf))
  const deviation = Math.sqrt(variance(shape[into] * window, shape[outOf] * window))
  const spread = Math.sqrt(3) * deviation
  return drawFrom<FloatDType>(operation, random, shape, dtype, from => {
    const values = allocate(operation, 'float64', shape) as Float64Array
    if (values.length > 0)
      if (law === 'normal') from.fillNormal(values, deviation)
      else from.fillUniform(values, -spread, spread)
    const data = dtype === 'float64' ? values : Float32Array.from(values)
    return new Tensor<FloatDType>(dtype, data, [...shape])
  }) as Tensor as Tensor<D>
}

const glorot = (fanIn: number, fanOut: number): number => 2 / (fanIn + fanOut)
const he = (fanIn: number): number => 2 / fanIn
const lecun = (fanIn: number): number => 1 / fanIn

/**
 * Uniform numbers in ±√(6/(fan in + fan out)), with variance 2/(fan in + fan out). Also named after
 * Xavier (X. Glorot and Y. Bengio, 2010, Proceedings of Machine Learning Research 9). The same
 * stream gives the same numbers. Throws for fewer than two axes.
 *
 * @example
 * glorotUniform(stream(1, 'layer 1'), [784, 256], { dtype: 'float32' }).shape // [784, 256]
 */
export function glorotUniform<D extends FloatDType = 'float64'>(
  random: RandomSource,
  shape: Shape,
  options: InitializerOptions<D> = {},
): Tensor<D> {
  return drawn('glorotUniform', random, shape, options, glorot, 'uniform')
}

/**
 * Normal numbers with mean 0 and variance 2/(fan in + fan out); see {@link glorotUniform}.
 *
 * @example
 * glorotNormal(stream(1, 'layer 1'), [784, 256]).dtype // "float64"
 */
export function glorotNormal<D extends FloatDType = 'float64'>(
  random: RandomSource,
  shape: Shape,
  options: InitializerOptions<D> = {},
): Tensor<D> {
  return drawn('glorotNormal', random, shape, options, glorot, 'normal')
}

/**
 * Uniform numbers with variance 2/fan in, for layers before a ReLU. Also named after Kaiming (K. He
 * et al., 2015, arXiv:1502.01852). The same stream gives the same numbers. Throws for fewer than
 * two axes.
 *
 * @example
 * heUniform(stream(1, 'conv'), [16, 3, 3, 3]).shape // [16, 3, 3, 3]
 */
export function heUniform<D extends FloatDType = 'float64'>(
  random: RandomSource,
  shape: Shape,
  options: InitializerOptions<D> = {},
): Tensor<D> {
  return drawn('heUniform', random, shape, options, he, 'uniform')
}

/**
 * Normal numbers with mean 0 and variance 2/fan in; see {@link heUniform}.
 *
 * @example
 * heNormal(stream(1, 'conv'), [16, 3, 3, 3]).shape // [16, 3, 3, 3]
 */
export function heNormal<D extends FloatDType = 'float64'>(
  random: RandomSource,
  shape: Shape,
  options: InitializerOptions<D> = {},
): Tensor<D> {
  return drawn('heNormal', random, shape, options, he, 'normal')
}

/**
 * Uniform numbers with variance 1/fan in (Y. LeCun et al., 1998, Efficient BackProp). The same
 * stream gives the same numbers. Throws for fewer than two axes.
 *
 * @example
 * lecunUniform(stream(1, 'layer 1'), [784, 256]).shape // [784, 256]
 */
export function lecunUniform<D extends FloatDType = 'float64'>(
  random: RandomSource,
  shape: Shape,
  options: InitializerOptions<D> = {},
): Tensor<D> {
  return drawn('lecunUniform', random, shape, options, lecun, 'uniform')
}

/**
 * Normal numbers with mean 0 and variance 1/fan in; see {@link lecunUniform}.
 *
 * @example
 * lecunNormal(stream(1, 'layer 1'), [784, 256]).shape // [784, 256]
 */
export function lecunNormal<D extends FloatDType = 'float64'>(
  random: RandomSource,
  shape: Shape,
  options: InitializerOptions<D> = {},
): Tensor<D> {
  return drawn('lecunNormal', random, shape, options, lecun, 'normal')
}
