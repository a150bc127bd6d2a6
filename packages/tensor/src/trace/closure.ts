import { fail } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'

/**
 * Throws if the result of a function that runs as one op depends on a traced tensor that is not
 * among the inputs. The trace would miss this dependence.
 */
export function checkClosure(name: string, { tracing }: Tensor, inputs: readonly Tensor[]): void {
  if (tracing && !inputs.some(x => x.tracing?.trace === tracing.trace))
    fail(name, 'uses a tensor inside a derivative or vmap that is not among its arguments; pass it as one')
}
