import type { DType } from '../array/dtype.ts'
import { axesOf, type Shape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Op } from '../autodiff/apply.ts'
import { type SliceRange, slice } from './slice.ts'

export const flipOp: Op<{ readonly axis?: number | Shape }> = {
  name: 'flip',
  dtypes: 'any',
  forward: ([x], { axis }) => flip(x, axis),
  derivative: 'composed',
}

/**
 * A view with the order along some axes reversed, along all of them by default.
 *
 * @example
 * flip(tensor([[1, 2], [3, 4]]), 1).toArray() // [[2, 1], [4, 3]]
 */
export function flip<D extends DType>(x: Tensor<D>, axis?: number | Shape): Tensor<D> {
  const axes = axesOf('flip', axis, x.shape.length)
  return slice(x, ...x.shape.map((_, i): SliceRange => (axes.includes(i) ? [null, null, -1] : null)))
}
