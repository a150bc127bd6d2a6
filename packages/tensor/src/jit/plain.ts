import type { Tensor } from '../array/tensor.ts'
import { type Compiled, compile } from './compile.ts'
import { checkJitOptions, type JitOptions } from './options.ts'
import { plainSteps } from './step.ts'

/** `jit` without kernels: each op of a plan runs its plain loop, on one thread. */
export function jit<A extends Tensor[], R>(
  f: (...args: A) => R,
  options?: JitOptions,
): Compiled<(...args: A) => R>
export function jit<A extends unknown[], R>(
  f: (...args: A) => R,
  options?: JitOptions,
): Compiled<(...args: A) => R>
export function jit(f: (...args: never[]) => unknown, options: JitOptions = {}): unknown {
  return compile(f, plainSteps, { ...checkJitOptions(options), reuseResults: false })
}
