import type { Tensor } from '../array/tensor.ts'
import type { Trace } from './apply.ts'

/**
 * The numbers behind all traces. Under vmap they are those of every example. Under jit the result
 * is null, since its tensors stand for any numbers. For ops that choose their method, but not their
 * result, by numbers.
 */
export const numbersOf = (x: Tensor): Tensor | null =>
  !x.tracing ? x : (x.tracing.trace as Trace).anyNumbers ? null : numbersOf(x.tracing.primal)
