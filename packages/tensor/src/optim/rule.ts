/** Rules that change gradients tensor by tensor, from which transforms and optimizers are made. */
import { zeros } from '../array/create.ts'
import { fail, show, told } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { sameShape } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { type Flat, flatten, type Tree } from '../transforms/tree.ts'

/** A rule for one tensor. It is written in ops, so it works inside every transform. */
export interface Rule {
  /** The names of the memories, each of which has the structure of the parameters. */
  readonly memory: readonly string[]
  /**
   * For a step, counted from 0, returns a function from a gradient and its memories to the changed
   * gradient and the next memories.
   */
  at(step: Tensor): (g: Tensor, memory: readonly Tensor[]) => readonly Tensor[]
}

/** The state of optimizers and transforms: the step and the memories of rules, by name. */
export type Memories = { readonly [name: string]: Tree }

/** Zeros for the memories of rules. */
export function zerosFor(operation: string, rules: readonly Rule[], params: Tree): Memories {
  const { leaves, rebuild } = flatten<Tree>(operation, params)
  const names = rules.flatMap(({ memory }) => memory)
  return Object.fromEntries(
    names.map(name => [name, rebuild(leaves.map(({ shape, dtype }) => zeros(shape, { dtype })))]),
  )
}

/** Applies rules one after the other. Returns the changed gradients and the next memories. */
export function applyRules(
  operation: string,
  rules: readonly Rule[],
  own: Flat,
  gradients: readonly Tensor[],
  state: Memories,
  step: Tensor,
): { leaves: readonly Tensor[]; memories: Memories } {
  const memories: Record<string, Tree> = {}
  let leaves = gradients
  for (const rule of rules) {
    const before = rule.memory.map(name => {
      const tree =
        state?.[name] ??
        fail(
          operation,
          `the state has no ${name}; give what init or the last update of this optimizer returned`,
        )
      return leavesLike(operation, 'the state', tree, own)
    })
    const change = rule.at(step)
    const results = leaves.map((g, i) =>
      change(
        g,
        before.map(list => list[i]),
      ),
    )
    leaves = results.map(([g]) => g)
    for (const [k, name] of rule.memory.entries())
      memories[name] = own.rebuild(results.map(result => result[k + 1])) as Tree
  }
  return { leaves, memories }
}

/** The step in a state, as an int32 tensor. A plain number is taken too. */
export function stepOf(operation: string, state: { readonly step?: unknown }): Tensor {
  const step = state?.step
  if (!(step instanceof Tensor || Number.isInteger(step)))
    fail(operation, `the state is ${told(state)}; give what init or the last update returned`)
  return cast(asTensor(operation, step as Tensor), 'int32')
}

export const firstStep = (): Tensor => zeros([], { dtype: 'int32' })

/** The leaves of a tree. Throws unless it has the structure and the shapes of the parameters. */
export function leavesLike(
  operation: string,
  role: string,
  tree: unknown,
  own: Pick<Flat, 'leaves' | 'paths'>,
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
