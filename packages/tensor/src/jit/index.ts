import type { Tensor } from '../array/tensor.ts'
import { type Compiled, compile } from './compile.ts'
import { fusedSteps } from './fused.ts'

/**
 * The function, compiled: it runs once for each form of its arguments, while its ops are noted, and
 * from then on a plan of them runs in its place. Chains of elementwise ops and the reductions
 * behind them are fused into loops in WebAssembly; other ops run as they do anyway. The results
 * have the bits of the function itself. What no result needs is left out, equal parts run once, and
 * what depends on no argument is kept.
 *
 * Arguments are tensors, in plain objects and arrays, beside plain values: numbers, strings,
 * booleans, functions. A plan serves arguments of the same form, with tensors of the same dtypes
 * and shapes and with the same plain values; the 16 plans used last are kept. The result is a tree
 * of tensors. Tensors and variables that the function takes from outside are constants of the plan.
 *
 * It nests with other transforms. Compile the outermost function: `jit(grad(f))` is one plan.
 * `grad(jit(f))` runs two, one for the result and one for the backward pass, if the result is one
 * tensor; vmap and derivatives of derivatives run op by op. `jit(f).describe(...args)` gives the
 * plan, with the time of each step.
 *
 * Throws if the function reads numbers of its arguments or compares them, draws random numbers, or
 * returns something other than tensors. Without WebAssembly each op runs its plain loop.
 *
 * @example
 * const f = jit((x, y) => sum(tanh(x.mul(2).add(y))))
 * f(tensor([0, 0]), tensor([0, 0])).item() // 0
 * jit(grad(x => sum(x.mul(x))))(tensor([1, 2])).toArray() // [2, 4]
 * f.describe(tensor([0, 0]), tensor([0, 0])).steps[0].ops // ["mul", "add", "tanh", "sum"]
 */
export function jit<A extends Tensor[], R>(f: (...args: A) => R): Compiled<(...args: A) => R>
export function jit<A extends unknown[], R>(f: (...args: A) => R): Compiled<(...args: A) => R>
export function jit(f: (...args: never[]) => unknown): unknown {
  return compile(f, fusedSteps)
}
