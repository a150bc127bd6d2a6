import { asTensor } from '../../array/operands.ts'
import { axesOf, type Shape } from '../../array/shape.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { reshape } from './reshape.ts'

export const expandDimsOp: Op<{ readonly axis: number | Shape }> = {
  name: 'expandDims',
  forward: ([x], { axis }) => expandDims(x, axis),
  derivative: 'composed',
}

/**
 * A view with axes of length 1 inserted at these positions of the result.
 *
 * @example
 * expandDims(tensor([1, 2]), 0).shape // [1, 2]
 * expandDims(tensor([1, 2]), [0, -1]).shape // [1, 2, 1]
 */
export function expandDims<A extends Arg>(x: A, axis: number | Shape): Tensor<Own<A>>
export function expandDims(x: Arg, axis: number | Shape): Tensor {
  const t = asTensor('expandDims', x)
  const dimension = t.ndim + (Array.isArray(axis) ? axis.length : 1)
  // An undefined axis would mean all axes.
  const axes = axesOf('expandDims', axis ?? [axis], dimension)
  const shape = [...t.shape]
  for (const at of axes) shape.splice(at, 0, 1)
  return reshape(t, shape)
}
