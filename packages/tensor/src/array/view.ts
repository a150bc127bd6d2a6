/** Views: other shapes and strides on the same store. */
import type { Shape } from './shape.ts'
import { Tensor } from './tensor.ts'

/** A view with the axes in another order. `axes` are checked numbers from 0. */
export function transposeView(x: Tensor, axes: Shape): Tensor {
  const shape = axes.map(axis => x.shape[axis])
  const stride = axes.map(axis => x.stride[axis])
  return new Tensor(x.dtype, x.data, shape, stride, x.offset)
}
