import { type AxisOption, axisOption } from '../../array/along-axis.ts'
import { asTensor } from '../../array/operands.ts'
import { axisOf } from '../../array/shape.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import { slice } from '../indexing/slice.ts'

/**
 * The slices along an axis, the first by default, as views without that axis. It is the inverse of
 * {@link stack}.
 *
 * @example
 * unstack(tensor([[1, 2], [3, 4]])).map(row => row.toArray()) // [[1, 2], [3, 4]]
 * unstack(tensor([[1, 2], [3, 4]]), { axis: 1 }).map(column => column.toArray()) // [[1, 3], [2, 4]]
 */
export function unstack<A extends Arg>(x: A, options?: AxisOption): Tensor<Own<A>>[]
export function unstack(x: Arg, options: AxisOption = {}): Tensor[] {
  const along = axisOption('unstack', options) ?? 0
  const t = asTensor('unstack', x)
  const axis = axisOf('unstack', along, t.ndim)
  return Array.from({ length: t.shape[axis] }, (_, i) => slice(t, ...new Array<null>(axis).fill(null), i))
}
