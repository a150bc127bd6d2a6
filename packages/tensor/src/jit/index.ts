import type { Tensor } from '../array/tensor.ts'
import { type Compiled, compile } from './compile.ts'
import { fusedSteps } from './fused.ts'
import { checkJitOptions, type JitOptions } from './options.ts'

/**
 * Compiles a function. For each form of its arguments, the function runs once and its ops are
 * recorded. Later calls run a plan of these ops instead. Chains of elementwise ops, with the
 * reductions after them, are fused into loops in WebAssembly. Other ops run as usual. The results
 * have the same bits as without `jit`. Ops that no result needs are left out, equal ops run once,
 * and values that depend on no argument are computed once.
 *
 * Arguments are tensors, in plain objects and arrays, together with plain values: numbers, strings,
 * booleans, functions. A plan serves arguments of the same form: tensors of the same dtypes and
 * shapes, and the same plain values. The 16 plans used last are kept, or as many as `plans` says.
 * If a function needs more, a warning says so once. So does one for a plain number that differs at
 * each call: pass it as a tensor. The result is a tree of tensors. Tensors and variables from
 * outside the function are constants of the plan.
 *
 * It can be combined with other transforms. Compile the outermost function: `jit(grad(f))` is one
 * plan. `grad(jit(f))` runs two plans if the result is one tensor: one for the result and one for
 * the backward pass. vmap and derivatives of derivatives run op by op. `jit(f).describe(...args)`
 * returns the plan, with the time of each step.
 *
 * With `threads`, which `openThreads` of `@multiview/tensor/threads` returns, products and long
 * loops run over threads if this is faster by their measured times. The bits are the same.
 *
 * With `reuseResults`, a call writes its results over those of the second last call with arguments
 * of the same form. So a loop such as `params = step(params)` allocates nothing. A result is valid
 * until the second call after it begins; reading it later throws. But a view of a result, such as a
 * row or a transpose, shares its memory and then has other numbers without an error: copy what you
 * keep. What a call reads or returns again is not overwritten. Large results lie in a memory of the
 * plan where its loops work in place. So does a copy of each constant, and of each argument that is
 * the same tensor as in the call before. Results of ops that run as usual are new tensors. The
 * option has no effect inside a transform or without WebAssembly. A plan whose steps use `threads`
 * computes nothing in place; loops of arithmetic alone do not use them with this option.
 *
 * Throws if the function reads numbers of its arguments or compares them, draws random numbers, or
 * returns a value that is not a tree of tensors, and if `plans` is not a whole number from 1.
 * Without WebAssembly each op runs its plain loop.
 *
 * @example
 * const f = jit((x, y) => sum(tanh(x.mul(2).add(y))))
 * f(tensor([0, 0]), tensor([0, 0])).item() // 0
 * jit(grad(x => sum(x.mul(x))))(tensor([1, 2])).toArray() // [2, 4]
 * f.describe(tensor([0, 0]), tensor([0, 0])).steps[0].ops // ["mul", "add", "tanh", "sum"]
 * const step = jit(p => p.sub(grad(q => sum(q.mul(q)))(p).mul(0.25)), { reuseResults: true })
 * let params = tensor([64, -64])
 * for (let i = 0; i < 6; i++) params = step(params)
 * params.toArray() // [1, -1]
 */
export function jit<A extends Tensor[], R>(
  f: (...args: A) => R,
  options?: JitOptions,
): Compiled<(...args: A) => R>
export function jit<A extends unknown[], R>(
  f: (...args: A) => R,
  options?: JitOptions,
): Compiled<(...args: A) => R>
export function jit(f: (...args: never[]) => unknown, options: JitOptions = {}): unknown {
  const { threads } = checkJitOptions(options)
  return compile(f, (graph, reuse) => fusedSteps(graph, reuse, threads), options)
}
