import type { DType } from '../array/dtype.ts'
import { asTensor } from '../array/operands.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Trace } from './apply.ts'

/**
 * The same tensor as a constant for every derivative in progress. Its numbers may be read.
 *
 * @example
 * grad(x => x.mul(stopGradient(x)))(tensor(3)).item() // 3
 */
export function stopGradient<D extends DType>(x: Tensor<D>): Tensor<D> {
  const y = asTensor('stopGradient', x)
  const { tracing } = y
  if (!tracing) return y as Tensor<D>
  const primal = stopGradient(tracing.primal)
  return ((tracing.trace as Trace).constant?.(primal, y) ?? primal) as Tensor<D>
}
