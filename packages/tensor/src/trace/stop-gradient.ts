import type { DType } from '../array/dtype.ts'
import { asTensor } from '../array/operands.ts'
import type { Tensor } from '../array/tensor.ts'

/**
 * The same tensor, constant for every derivative being taken. Its numbers may be read.
 *
 * @example
 * grad(x => x.mul(stopGradient(x)))(tensor(3)).item() // 3
 */
export function stopGradient<D extends DType>(x: Tensor<D>): Tensor<D> {
  let y = asTensor('stopGradient', x)
  for (let inside = y.tracing; inside; inside = y.tracing) y = inside.primal
  return y as Tensor<D>
}
