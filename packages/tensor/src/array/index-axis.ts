/** How indices along one axis select elements of a tensor. */
import { walk } from './elementwise.ts'
import { fail, show } from './error.ts'
import { broadcastShapes, broadcastStride, indexOf } from './shape.ts'
import type { Tensor } from './tensor.ts'

/**
 * Visits the elements of `shape`. `x` and `indices` broadcast to it on every axis but one; on that
 * axis the index is the position in `x`. `visit` gets the place in C order and the place in
 * `x.data`.
 */
export function walkIndexed(
  name: string,
  x: Tensor,
  indices: Tensor,
  axis: number,
  shape: readonly number[],
  visit: (o: number, at: number) => void,
): void {
  if (indices.dtype !== 'int32') fail(name, `the indices are ${indices.dtype}; they must be int32: cast them`)
  const along = x.stride[axis]
  const flat = x.shape.map((length, i) => (i === axis ? 1 : length))
  const strides = [
    broadcastStride(flat, x.stride, shape),
    broadcastStride(indices.shape, indices.stride, shape),
  ]
  walk(shape, strides, [x.offset, indices.offset], (count, o, at, step) => {
    for (let i = 0; i < count; i++) {
      const index = indexOf(name, indices.data[at[1] + i * step[1]], axis, x.shape)
      visit(o + i, at[0] + i * step[0] + index * along)
    }
  })
}

/**
 * The shape of a gather: the operands broadcast on all axes except the given one, which has the
 * length of the indices.
 */
export function gatheredShape(name: string, x: Tensor, indices: Tensor, axis: number): number[] {
  if (x.shape.length !== indices.shape.length)
    fail(
      name,
      `indices of shape ${show(indices.shape)} for shape ${show(x.shape)}; they must have as many axes: ` +
        'reshape them or use take',
    )
  const flat = x.shape.map((length, i) => (i === axis ? 1 : length))
  return broadcastShapes(name, flat, indices.shape)
}
