import { fail, show } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { broadcastShapes, broadcastStride, checkShape, type Shape, sameShape } from '../../array/shape.ts'
import { type Arg, type Own, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'

export const broadcastToOp: Op<Shape> = {
  name: 'broadcastTo',
  batch: 'own',
  forward: ([x], shape) =>
    new Tensor(x.dtype, x.data, shape, broadcastStride(x.shape, x.stride, shape), x.offset),
  derivative: (g, _y, [x], _shape, { sumTo }) => [() => sumTo(g, x.shape)],
}

/**
 * A view of a given shape: axes of length 1 are repeated, and axes are added at the front. Throws
 * if NumPy's rule does not allow it.
 *
 * @example
 * broadcastTo(tensor([1, 2]), [3, 2]).toArray() // [[1, 2], [1, 2], [1, 2]]
 */
export function broadcastTo<A extends Arg>(x: A, shape: Shape): Tensor<Own<A>>
export function broadcastTo(x: Arg, shape: Shape): Tensor {
  const t = asTensor('broadcastTo', x)
  const { shape: old } = t
  if (sameShape(old, checkShape('broadcastTo', shape))) return t
  if (!sameShape(broadcastShapes('broadcastTo', old, shape), shape))
    fail('broadcastTo', `shape ${show(old)} does not broadcast to ${show(shape)}; lengths must be equal or 1`)
  return apply(broadcastToOp, [t], [...shape])
}
