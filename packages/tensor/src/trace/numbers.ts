import type { Tensor } from '../array/tensor.ts'

/**
 * The numbers behind all traces: under vmap those of every example. For ops whose way, but not
 * whose result, depends on numbers.
 */
export const numbersOf = (x: Tensor): Tensor => (x.tracing ? numbersOf(x.tracing.primal) : x)
