import { fail } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'

/**
 * Refuses the result of a function that runs as one op if it depends on a traced tensor other than
 * through the inputs: the trace would not learn of it.
 */
export function checkClosure(name: string, { tracing }: Tensor, inputs: readonly Tensor[]): void {
  if (tracing && !inputs.some(x => x.tracing?.trace === tracing.trace))
    fail(name, 'uses a tensor inside a derivative or vmap that is not among its arguments; pass it as one')
}
