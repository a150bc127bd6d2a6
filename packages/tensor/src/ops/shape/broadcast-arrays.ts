import { asTensor } from '../../array/operands.ts'
import { broadcastShapes } from '../../array/shape.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import { broadcastTo } from './broadcast-to.ts'

/**
 * Views of all operands in their common shape, by NumPy's rule. Each keeps its dtype. Throws if the
 * shapes do not broadcast.
 *
 * @example
 * broadcastArrays(tensor([[1], [2]]), tensor([3, 4])).map(x => x.toArray()) // [[[1, 1], [2, 2]], [[3, 4], [3, 4]]]
 */
export function broadcastArrays<A extends readonly Arg[]>(
  ...tensors: A
): { -readonly [I in keyof A]: Tensor<Own<A[I]>> }
export function broadcastArrays(...tensors: readonly Arg[]): Tensor[] {
  const inputs = tensors.map(x => asTensor('broadcastArrays', x))
  const shape = broadcastShapes('broadcastArrays', ...inputs.map(x => x.shape))
  return inputs.map(x => broadcastTo(x, shape))
}
