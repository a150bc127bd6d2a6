import { axisOf } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { transpose } from '../ops/shape/transpose.ts'

/** A view with one axis moved to the end. */
export function axisLast(operation: string, x: Tensor, axis: number): Tensor {
  const at = axisOf(operation, axis, x.ndim)
  const axes = [...x.shape.keys()]
  axes.push(...axes.splice(at, 1))
  return transpose(x, axes)
}
