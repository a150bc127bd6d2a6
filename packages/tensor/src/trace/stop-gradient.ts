import { asTensor } from '../array/operands.ts'
import type { DType } from '../array/dtype.ts'
import { Tensor } from '../array/tensor.ts'

/**
 * The same tensor, constant for every derivative being taken.
 *
 * @example
 * grad(x => x.mul(stopGradient(x)))(tensor(3)).item() // 3
 */
export function stopGradient<D extends DType>(x: Tensor<D>): Tensor<D> {
  const t = asTensor('stopGradient', x) as Tensor as Tensor<D>
  return t.tracing ? new Tensor(t.dtype, t.data, t.shape, t.stride, t.offset) : t
}
