import { type ReduceOptions, reducedShape } from '../array/reduce.ts'
import { axesOf, type Shape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { reshape } from './reshape.ts'

/**
 * A reduction's result with the reduced axes back at length 1, so that it broadcasts against the
 * input.
 */
export function restoreAxes(y: Tensor, shape: Shape, { axis }: ReduceOptions): Tensor {
  return reshape(y, reducedShape(shape, axesOf('sum', axis, shape.length), true))
}
