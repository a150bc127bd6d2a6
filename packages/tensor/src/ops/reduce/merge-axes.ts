import { axesOf, type Shape, sizeOf } from '../../array/shape.ts'
import type { Tensor } from '../../array/tensor.ts'
import { reshape } from '../shape/reshape.ts'
import { transpose } from '../shape/transpose.ts'

/** A tensor with the axes of a reduction merged into one last axis. The others keep their order. */
export function mergeAxes(operation: string, x: Tensor, axis: number | Shape | null | undefined): Tensor {
  const axes = axesOf(operation, axis, x.ndim)
  const kept = [...x.shape.keys()].filter(i => !axes.includes(i))
  const lengths = (list: Shape) => list.map(i => x.shape[i])
  return reshape(transpose(x, [...kept, ...axes]), [...lengths(kept), sizeOf(lengths(axes))])
}
