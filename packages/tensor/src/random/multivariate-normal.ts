import { choleskyByRows } from '../array/cholesky.ts'
import { convert } from '../array/convert.ts'
import { allocate, type DType, type FloatDType } from '../array/dtype.ts'
import { fail, show } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import { checkShape, type Shape } from '../array/shape.ts'
import { type NdarrayLike, Tensor } from '../array/tensor.ts'
import { drawFrom } from './draw-from.ts'
import type { RandomSource } from './key.ts'
import { checkSource, constants, floatDType } from './parameters.ts'
import { drawnInside } from './with-operands.ts'

export interface MultivariateNormalOptions<D extends FloatDType = FloatDType> {
  /** The covariance matrix, [n, n]: symmetric and positive definite. */
  readonly covariance: Tensor | NdarrayLike
  /** The mean, [n], by default zeros. */
  readonly mean?: Tensor | NdarrayLike
  readonly dtype?: D
}

/**
 * How far two elements opposite each other may differ, in units of the product of the two standard
 * deviations.
 */
const SYMMETRY = 1e-8

/**
 * Normal vectors with a covariance matrix: a tensor [...shape, n]. Each vector, in C order, takes n
 * numbers z of `stream.normal` and is mean + L·z, where L is the Cholesky factor.
 *
 * @throws TensorError unless the covariance is a symmetric positive definite matrix of finite
 * numbers and the mean a finite vector of its length.
 * @example
 * const covariance = tensor([[2, 1], [1, 2]])
 * multivariateNormal(stream(1, 'points'), [5], { covariance }).shape // [5, 2]
 */
export function multivariateNormal<D extends FloatDType = 'float64'>(
  random: RandomSource,
  shape: Shape,
  options: MultivariateNormalOptions<D>,
): Tensor<D> {
  const refuse = (why: string): never => fail('multivariateNormal', why)
  checkSource('multivariateNormal', random)
  checkShape('multivariateNormal', shape)
  checkOptions('multivariateNormal', options, { covariance: '', mean: '', dtype: '' })
  const inside = drawnInside(
    'multivariateNormal',
    random,
    options,
    (key, found) => multivariateNormal(key, shape, found),
    false,
  )
  if (inside) return inside
  const dtype = floatDType('multivariateNormal', options.dtype)
  const numbers = (name: 'covariance' | 'mean', x: unknown) =>
    convert(constants('multivariateNormal', name, x), 'float64', 'multivariateNormal')
  const covariance = numbers('covariance', options.covariance)
  const [n] = covariance.shape
  if (covariance.shape.length !== 2 || covariance.shape[1] !== n)
    refuse(`covariance has shape ${show(covariance.shape)}; it must be a square matrix`)
  const mean = options.mean === undefined ? undefined : numbers('mean', options.mean)
  if (mean && (mean.shape.length !== 1 || mean.size !== n))
    refuse(`mean has shape ${show(mean.shape)} for a covariance of shape ${show(covariance.shape)}`)
  if (mean?.data.some(x => !Number.isFinite(x))) refuse('mean holds a number that is not finite')
  const c = covariance.data
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++)
      if (!(Math.abs(c[i * n + j] - c[j * n + i]) <= SYMMETRY * Math.sqrt(c[i * n + i] * c[j * n + j])))
        refuse(
          `covariance is ${c[i * n + j]} at [${i},${j}] but ${c[j * n + i]} at [${j},${i}]; make it symmetric`,
        )
  const factor = Float64Array.from(c)
  if (choleskyByRows(factor, n, 0, n) > 0 || factor.some(x => !Number.isFinite(x)))
    refuse('covariance is not positive definite; add a little to its diagonal')
  const full = [...shape, n]
  const drawn = drawFrom<DType>('multivariateNormal', random, full, dtype, from => {
    const out = allocate('multivariateNormal', dtype, full)
    const z = new Float64Array(n)
    for (let at = 0; at < out.length; at += n) {
      from.fillNormal(z)
      for (let i = 0; i < n; i++) {
        let sum = 0
        for (let k = 0; k <= i; k++) sum += factor[k * n + i] * z[k]
        out[at + i] = (mean ? mean.data[i] : 0) + sum
      }
    }
    return new Tensor<DType>(dtype, out, full)
  })
  return drawn as Tensor as Tensor<D>
}
