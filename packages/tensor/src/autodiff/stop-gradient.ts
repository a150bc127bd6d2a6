import type { Data, DType } from '../array/dtype.ts'
import { Tensor } from '../array/tensor.ts'

/**
 * The same tensor, constant for every derivative being taken.
 *
 * @example
 * grad(x => x.mul(stopGradient(x)))(tensor(3)).item() // 3
 */
export function stopGradient<D extends DType>(x: Tensor<D>): Tensor<D> {
  return x.tracing ? new Tensor(x.dtype, x.data as Data as typeof x.data, x.shape, x.stride, x.offset) : x
}
