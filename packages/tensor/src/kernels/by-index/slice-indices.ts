/** Decides whether an index moves whole slices. The kernels only support this case. */
import { compact } from '../../array/convert.ts'
import { indexOf } from '../../array/shape.ts'
import type { Tensor } from '../../array/tensor.ts'

/**
 * The indices, checked and from 0, if they vary along one axis and have length 1 on all others, so
 * that whole slices move. Otherwise null.
 */
export function sliceIndices(name: string, x: Tensor, indices: Tensor, axis: number): Int32Array | null {
  if (indices.dtype !== 'int32' || indices.shape.length !== x.shape.length) return null
  for (let i = 0; i < x.shape.length; i++) if (i !== axis && indices.shape[i] !== 1) return null
  const { data, offset } = compact(indices)
  const places = new Int32Array(indices.shape[axis])
  const n = x.shape[axis]
  for (let i = 0; i < places.length; i++) {
    const index = data[offset + i]
    const fromFront = index < 0 ? index + n : index
    places[i] = fromFront >= 0 && fromFront < n ? fromFront : indexOf(name, index, axis, x.shape)
  }
  return places
}
