import { compact } from '../array/convert.ts'
import { allocate, type Data, isFloat } from '../array/dtype.ts'
import { fail, show, told } from '../array/error.ts'
import { sameShape } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { flatten, type Tree } from '../transforms/tree.ts'

/** A rate that stays, or one for each step, counted from 0. */
export type Rate = number | ((step: number) => number)

/**
 * A rule that turns parameters and their gradients into new parameters. It keeps nothing itself:
 * what it has to remember is the state, a plain tree of tensors and numbers that can be saved and
 * that no call changes.
 */
export interface Optimizer<State> {
  /** The state before the first step, for parameters of this structure. */
  init(params: Tree): State
  /**
   * One step.
   *
   * @param params tensors of float64 or float32 in nested plain objects and arrays.
   * @param grads the same structure with the same shapes.
   * @throws TensorError when structures or shapes differ, naming the first place where they do.
   */
  update<P extends Tree>(params: P, grads: Tree, state: State): { params: P; state: State }
}

/**
 * Where one tensor's elements are read and written: element i of each store lies at its start + i.
 */
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
 * Takes `step` through every tensor of `params` beside `grads` and the memories, and rebuilds all
 * of them.
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

/** The rate of a step, checked. */
export function rateAt(operation: string, rate: Rate, step: number): number {
  const value = typeof rate === 'function' ? rate(step) : rate
  if (typeof value !== 'number' || !(value >= 0 && value < Infinity))
    fail(operation, `the learning rate of step ${step} is ${told(value)}; it must be a finite number from 0`)
  return value
}

/** Refuses what cannot be the state of an optimizer. */
export function checkState<S extends { readonly step: number }>(operation: string, state: S): S {
  if (!Number.isInteger(state?.step))
    fail(operation, `the state is ${told(state)}; give what init or the last update returned`)
  return state
}

/** Refuses a bad constant rate when the rule is made rather than at its first step. */
export function checkRate(operation: string, rate: Rate): void {
  if (typeof rate !== 'function') rateAt(operation, rate, 0)
}

/** Refuses a decay that is not in [0, 1), where averages would never settle. */
export function checkDecay(operation: string, name: string, value: number): void {
  if (!(value >= 0 && value < 1)) fail(operation, `${name} is ${value}; it must lie in [0, 1)`)
}

/** Refuses an epsilon that does not keep a quotient finite where all gradients were 0. */
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
