/** How indices along one axis select elements of a tensor. */
import { walk } from './elementwise.ts'
import { fail, show } from './error.ts'
import { reducedShape } from './reduce.ts'
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
  const length = x.shape[axis]
  const strides = [
    broadcastStride(reducedShape(x.shape, [axis], true), x.stride, shape),
    broadcastStride(indices.shape, indices.stride, shape),
  ]
  walk(shape, strides, [x.offset, indices.offset], (count, o, at, step) => {
    for (let i = 0; i < count; i++) {
      const index = indices.data[at[1] + i * step[1]]
      const from = index < 0 ? index + length : index
      if (!(from >= 0 && from < length)) indexOf(name, index, axis, x.shape)
      visit(o + i, at[0] + i * step[0] + from * along)
    }
  })
}

/**
 * The shape of the elements that indices select, or of the values that are written there: `indices`
 * and `values` broadcast together, and to `x` on the axes other than the given one.
 */
export const indexedShape = (
  name: string,
  x: Tensor,
  axis: number,
  indices: Tensor,
  values: Tensor = indices,
): number[] => broadcastShapes(name, reducedShape(x.shape, [axis], true), indices.shape, values.shape)

/** Throws for indices that do not have as many axes as `x`; `otherwise` is another way to call. */
export function checkAxes(name: string, x: Tensor, indices: Tensor, otherwise: string): void {
  if (x.ndim !== indices.ndim)
    fail(
      name,
      `indices of shape ${show(indices.shape)} for shape ${show(x.shape)}; they must have as many axes: ` +
        `reshape them or ${otherwise}`,
    )
}
