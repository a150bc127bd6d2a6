import { type ReduceOptions, reducedShape } from '../../array/reduce.ts'
import { axesOf, type Shape } from '../../array/shape.ts'
import type { Tensor } from '../../array/tensor.ts'
import { reshape } from '../shape/reshape.ts'

/**
 * The result of a reduction with the reduced axes restored at length 1, so that it broadcasts with
 * the input.
 */
export function restoreAxes(y: Tensor, shape: Shape, { axis }: ReduceOptions): Tensor {
  return reshape(y, reducedShape(shape, axesOf('sum', axis, shape.length), true))
}
