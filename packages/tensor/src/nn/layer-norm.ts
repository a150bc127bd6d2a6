import { type FloatOf, floatOf } from '../array/dtype.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions } from '../array/options.ts'
import { axesOf, type Shape } from '../array/shape.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { add } from '../ops/elementwise/add.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { div } from '../ops/elementwise/div.ts'
import { sqrt } from '../ops/elementwise/sqrt.ts'
import { square } from '../ops/elementwise/square.ts'
import { sub } from '../ops/elementwise/sub.ts'
import { mean } from '../ops/reduce/mean.ts'
import { type Affine, affine, checkEpsilon } from './on-axes.ts'

export interface LayerNormOptions extends Affine {
  /** The axes that are normalized together, the last one by default. */
  readonly axis?: number | Shape
  /** Added to the variance, 1e-5 by default. */
  readonly epsilon?: number
}

export interface RmsNormOptions extends Omit<LayerNormOptions, 'bias'> {}

/**
 * Normalizes x to mean 0 and variance 1 over some axes, by default the last one, then multiplies by
 * `weight` and adds `bias`: (x − mean)/√(variance + ε) (J. L. Ba, J. R. Kiros and G. E. Hinton,
 * 2016, arXiv:1607.06450). The variance divides by the number of elements. `weight` and `bias` have
 * the lengths of the axes and are cast to the dtype of the result. Throws if their shapes do not
 * fit.
 *
 * @example
 * layerNorm(tensor([[1, 3], [2, 10]]), { epsilon: 0 }).toArray() // [[-1, 1], [-1, 1]]
 * layerNorm(tensor([1, 3]), { epsilon: 0, weight: tensor([2, 3]), bias: tensor([0, 1]) }).toArray() // [-2, 4]
 */
export function layerNorm<A extends Arg>(x: A, options?: LayerNormOptions): Tensor<FloatOf<DTypeOf<A>>>
export function layerNorm(x: Arg, options: LayerNormOptions = {}): Tensor {
  checkOptions('layerNorm', options, { axis: '', epsilon: 'number', weight: '', bias: '' })
  const { axis = -1, epsilon = 1e-5 } = options
  checkEpsilon('layerNorm', epsilon)
  const t = float('layerNorm', x)
  const axes = axesOf('layerNorm', axis, t.ndim)
  const centred = sub(t, mean(t, { axis: axes, keepDims: true }))
  return affine('layerNorm', overRootMeanSquare(centred, axes, epsilon), options, axes)
}

/**
 * Divides x by its root mean square over some axes, by default the last one, then multiplies by
 * `weight`: x/√(mean of x² + ε) (B. Zhang and R. Sennrich, 2019, arXiv:1910.07467). `weight` has
 * the lengths of the axes and is cast to the dtype of the result. Throws if its shape does not fit.
 *
 * @example
 * rmsNorm(tensor([[1, 1], [3, 3]]), { epsilon: 0 }).toArray() // [[1, 1], [1, 1]]
 */
export function rmsNorm<A extends Arg>(x: A, options?: RmsNormOptions): Tensor<FloatOf<DTypeOf<A>>>
export function rmsNorm(x: Arg, options: RmsNormOptions = {}): Tensor {
  checkOptions('rmsNorm', options, { axis: '', epsilon: 'number', weight: '' })
  const { axis = -1, epsilon = 1e-5 } = options
  checkEpsilon('rmsNorm', epsilon)
  const t = float('rmsNorm', x)
  const axes = axesOf('rmsNorm', axis, t.ndim)
  return affine('rmsNorm', overRootMeanSquare(t, axes, epsilon), options, axes)
}

const float = (operation: string, x: Arg): Tensor => {
  const t = asTensor(operation, x)
  return cast(t, floatOf(t.dtype))
}

const overRootMeanSquare = (x: Tensor, axes: Shape, epsilon: number): Tensor =>
  div(x, sqrt(add(mean(square(x), { axis: axes, keepDims: true }), epsilon)))
