import type { Tensor } from '../array/tensor.ts'
import type { Trace } from './apply.ts'

/**
 * The numbers behind all traces: under vmap those of every example; null under jit, whose traced
 * tensors stand for any numbers. For ops whose way, but not whose result, depends on numbers.
 */
export const numbersOf = (x: Tensor): Tensor | null =>
  !x.tracing ? x : (x.tracing.trace as Trace).anyNumbers ? null : numbersOf(x.tracing.primal)
