import type { DType } from '../../array/dtype.ts'
import { type Shape, sameShape } from '../../array/shape.ts'
import type { Tensor } from '../../array/tensor.ts'
import { reshape } from '../shape/reshape.ts'
import { sum } from './sum.ts'

/**
 * Sums a tensor over the axes along which `shape` was broadcast to it. It is the transpose of
 * broadcasting.
 */
export function sumTo<D extends DType>(x: Tensor<D>, shape: Shape): Tensor<D> {
  if (sameShape(x.shape, shape)) return x
  const lead = x.ndim - shape.length
  const axis = [...x.shape.keys()].filter(i => i < lead || (shape[i - lead] === 1 && x.shape[i] !== 1))
  return reshape(sum(x, { axis }), shape) as Tensor as Tensor<D>
}
