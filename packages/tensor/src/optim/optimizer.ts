/** The interface of optimizers, and code that all of them share. */
import { compact } from '../array/convert.ts'
import { allocate, type Data, isFloat } from '../array/dtype.ts'
import { fail, show, told } from '../array/error.ts'
import { sameShape } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { flatten, type Tree } from '../transforms/tree.ts'

/** A constant learning rate, or a function from the step, counted from 0, to the rate. */
export type Rate = number | ((step: number) => number)

/**
 * A rule that computes new parameters from parameters and their gradients. It has no state of its
 * own. The state is an argument and a result: a plain tree of tensors and numbers, which can be
 * saved and which no call changes.
 */
export interface Optimizer<State> {
  /** The initial state for parameters of this structure. */
  init(params: Tree): State
  /**
   * Computes one step.
   *
   * @param params tensors of float64 or float32 in nested plain objects and arrays.
   * @param grads the same structure with the same shapes.
   * @throws TensorError if structures or shapes differ; it names the first place where they do.
   */
  update<P extends Tree>(params: P, grads: Tree, state: State): { params: P; state: State }
}

/** Updates the elements of one tensor. Element i of each store is at its start + i. */
export type Step = (
  n: number,
  next: Data,
  p: Data,
  pAt: number,
  g: Data,
  gAt: number,
  memories: readonly { readonly next: Data; readonly old: Data; readonly at: number }[],
) => void

/**
 * Applies `step` to every tensor of `params`, with its gradient and memories. Returns the new
 * parameters and memories.
 */
export function updateTree<P>(
  operation: string,
  params: P,
  grads: Tree,
  memories: readonly Tree[],
  step: Step,
): { params: P; memories: Tree[] } {
  const own = flatten(operation, params)
  const gradient = leavesLike(operation, 'grads', grads, own)
  const memory = memories.map(tree => leavesLike(operation, 'the state', tree, own))
  const nextParams: Tensor[] = []
  const nextMemory = memories.map((): Tensor[] => [])
  own.leaves.forEach((leaf, at) => {
    if (!isFloat(leaf.dtype))
      fail(
        operation,
        `params${own.paths[at]} is ${leaf.dtype}; only float64 and float32 can be trained: cast it`,
      )
    const p = plain(operation, leaf)
    const g = plain(operation, gradient[at])
    const next = emptyLike(operation, leaf)
    const cells = memory.map((leaves, which) => {
      const old = plain(operation, leaves[at])
      const cell = emptyLike(operation, leaf)
      nextMemory[which].push(cell)
      return { next: cell.data, old: old.data, at: old.offset }
    })
    step(leaf.size, next.data, p.data, p.offset, g.data, g.offset, cells)
    nextParams.push(next)
  })
  return { params: own.rebuild(nextParams), memories: nextMemory.map(leaves => own.rebuild(leaves) as Tree) }
}

/** Zeros in the structure of the parameters. */
export function zerosOf(operation: string, params: Tree): Tree {
  const { leaves, rebuild } = flatten(operation, params)
  return rebuild(leaves.map(leaf => emptyLike(operation, leaf)))
}

/** The learning rate of a step, checked. */
export function rateAt(operation: string, rate: Rate, step: number): number {
  const value = typeof rate === 'function' ? rate(step) : rate
  if (typeof value !== 'number' || !(value >= 0 && value < Infinity))
    fail(operation, `the learning rate of step ${step} is ${told(value)}; it must be a finite number from 0`)
  return value
}

/** Throws for a value that cannot be the state of an optimizer. */
export function checkState<S extends { readonly step: number }>(operation: string, state: S): S {
  if (!Number.isInteger(state?.step))
    fail(operation, `the state is ${told(state)}; give what init or the last update returned`)
  return state
}

/** Throws for an invalid constant rate when the optimizer is created, not at its first step. */
export function checkRate(operation: string, rate: Rate): void {
  if (typeof rate !== 'function') rateAt(operation, rate, 0)
}

/** Throws for a decay outside [0, 1). With such a decay an average would not converge. */
export function checkDecay(operation: string, name: string, value: number): void {
  if (!(value >= 0 && value < 1)) fail(operation, `${name} is ${value}; it must lie in [0, 1)`)
}

/** Throws for an epsilon that does not keep a quotient finite if all gradients were 0. */
export function checkEpsilon(operation: string, epsilon: number): void {
  if (!(epsilon > 0))
    fail(operation, `epsilon is ${epsilon}; it must be above 0, for where all gradients were 0`)
}

function leavesLike(
  operation: string,
  role: string,
  tree: unknown,
  own: { readonly leaves: readonly Tensor[]; readonly paths: readonly string[] },
): readonly Tensor[] {
  const { leaves, paths } = flatten(operation, tree)
  own.paths.forEach((path, at) => {
    if (paths[at] !== path)
      fail(
        operation,
        `${role} ${paths[at] === undefined ? 'has nothing' : `has ${paths[at] || 'one tensor'}`} where params has ` +
          `${path || 'one tensor'}; give both the same structure`,
      )
    if (!sameShape(leaves[at].shape, own.leaves[at].shape))
      fail(
        operation,
        `${role}${path} has shape ${show(leaves[at].shape)}, params${path} ${show(own.leaves[at].shape)}`,
      )
  })
  if (paths.length > own.paths.length)
    fail(
      operation,
      `${role} has ${paths[own.paths.length]}, which params lacks; give both the same structure`,
    )
  return leaves
}

function plain(operation: string, x: Tensor): Tensor {
  if (x.tracing)
    fail(
      operation,
      'cannot be differentiated, mapped or compiled; take the step outside of grad, vmap and jit',
    )
  return compact(x, operation)
}

function emptyLike(operation: string, { dtype, shape }: Tensor): Tensor {
  return new Tensor(dtype, allocate(operation, dtype, shape), shape)
}
