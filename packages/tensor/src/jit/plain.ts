import type { Tensor } from '../array/tensor.ts'
import { type Compiled, compile } from './compile.ts'
import { plainSteps } from './step.ts'

/** `jit` without kernels: each op of a plan runs its plain loop. */
export function jit<A extends Tensor[], R>(f: (...args: A) => R): Compiled<(...args: A) => R>
export function jit<A extends unknown[], R>(f: (...args: A) => R): Compiled<(...args: A) => R>
export function jit(f: (...args: never[]) => unknown): unknown {
  return compile(f, plainSteps)
}
