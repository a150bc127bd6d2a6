import type { Tensor } from '../../array/tensor.ts'
import { slice } from './slice.ts'

/** The part [start, end) of one axis. */
export function sliceAxis(
  x: Tensor,
  axis: number,
  start: number | null,
  end: number | null,
  step = 1,
): Tensor {
  return slice(x, ...new Array<null>(axis).fill(null), [start, end, step])
}

/** The two halves of an axis. */
export function halves(x: Tensor, axis: number): [Tensor, Tensor] {
  const middle = x.shape[axis] >> 1
  return [sliceAxis(x, axis, 0, middle), sliceAxis(x, axis, middle, null)]
}
