import { type FloatOf, floatOf } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions } from '../array/options.ts'
import { axisOf } from '../array/shape.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { add } from '../ops/elementwise/add.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { div } from '../ops/elementwise/div.ts'
import { sqrt } from '../ops/elementwise/sqrt.ts'
import { square } from '../ops/elementwise/square.ts'
import { sub } from '../ops/elementwise/sub.ts'
import { mean as average } from '../ops/reduce/mean.ts'
import { type Affine, affine, checkEpsilon, onAxes } from './on-axes.ts'

export interface BatchNormOptions extends Affine {
  /** The axis of the channels, by default 1 as in convolutions. */
  readonly axis?: number
  /** Added to the variance, 1e-5 by default. */
  readonly epsilon?: number
  /** The mean and variance of each channel to normalize with, instead of those of the batch. */
  readonly mean?: Arg
  readonly variance?: Arg
}

/** The result, and the mean and variance of each channel that it was normalized with. */
export interface BatchNorm<T> {
  readonly output: T
  readonly mean: T
  /** The sum of squares divided by the number of elements. */
  readonly variance: T
}

/**
 * Normalizes each channel to mean 0 and variance 1 over the batch, then multiplies by `weight` and
 * adds `bias`: (x − mean)/√(variance + ε) (S. Ioffe and C. Szegedy, 2015, arXiv:1502.03167).
 * Returns the result and the statistics of the batch, shape [channels]. A training loop keeps
 * running averages of these, and an evaluation gives the averages as `mean` and `variance`. Throws
 * if only one of the two is given, and if a shape is not [channels].
 *
 * @example
 * const x = tensor([[1, 2], [3, 10]])
 * const { output, mean: middle, variance: spread } = batchNorm(x, { epsilon: 0 })
 * output.toArray() // [[-1, -1], [1, 1]]
 * middle.toArray() // [2, 6]
 * spread.toArray() // [1, 16]
 *
 * // In training the statistics leave the loss as auxiliary results.
 * let running = zeros([2])
 * const loss = weight => {
 *   const { output, mean } = batchNorm(x, { weight })
 *   return [sum(output.mul(output)), mean]
 * }
 * const [[value, batch], gradient] = valueAndGrad(loss, { hasAux: true })(ones([2]))
 * running = running.mul(0.9).add(batch.mul(0.1))
 * batchNorm(x, { mean: running, variance: ones([2]) }).output.shape // [2, 2]
 */
export function batchNorm<A extends Arg>(
  x: A,
  options?: BatchNormOptions,
): BatchNorm<Tensor<FloatOf<DTypeOf<A>>>>
export function batchNorm(x: Arg, options: BatchNormOptions = {}): BatchNorm<Tensor> {
  checkOptions('batchNorm', options, {
    axis: '',
    epsilon: 'number',
    weight: '',
    bias: '',
    mean: '',
    variance: '',
  })
  const { epsilon = 1e-5 } = options
  checkEpsilon('batchNorm', epsilon)
  if ((options.mean === undefined) !== (options.variance === undefined))
    fail('batchNorm', 'was given one of mean and variance; give both, or none for those of the batch')
  const given = asTensor('batchNorm', x)
  const t: Tensor = cast(given, floatOf(given.dtype))
  const channels = axisOf('batchNorm', options.axis ?? 1, t.ndim)
  const axis = [...t.shape.keys()].filter(i => i !== channels)
  const statistic = (role: 'mean' | 'variance', ofBatch: () => Tensor): Tensor => {
    const value = options[role]
    return value === undefined ? ofBatch() : onAxes('batchNorm', role, value, t, [channels])
  }
  return within('batchNorm', () => {
    const mean = statistic('mean', () => average(t, { axis, keepDims: true }))
    const centred = sub(t, mean)
    const variance = statistic('variance', () => average(square(centred), { axis, keepDims: true }))
    const output = affine('batchNorm', div(centred, sqrt(add(variance, epsilon))), options, [channels])
    const flat = (y: Tensor) => y.reshape([t.shape[channels]])
    return { output, mean: flat(mean), variance: flat(variance) }
  })
}
