/** Functions on trees of tensors. Their names follow `jax.tree`. */
import { fail, told } from '../array/error.ts'
import { checkFunction } from '../array/options.ts'
import type { Tensor } from '../array/tensor.ts'
import { mapTree, type TreeLike } from './tree.ts'
import type { Like } from './vjp.ts'

/** A tree of the same form with other leaves. */
export type TreeOf<T, R> = T extends Tensor ? R : { [K in keyof T]: TreeOf<T[K], R> }

/** The tree of a structure, with given leaves. */
export type Unflattened<S, R> = S extends number ? R : { [K in keyof S]: Unflattened<S[K], R> }

/**
 * Visits the tensors of a tree in order. Throws for a value that is not a tensor in plain objects
 * and arrays.
 */
function leavesOf(
  operation: string,
  tree: unknown,
): { leaves: Tensor[]; paths: string[]; structure: unknown } {
  const leaves: Tensor[] = []
  const paths: string[] = []
  const structure = mapTree(
    operation,
    tree,
    (x, path) => {
      paths.push(path)
      return leaves.push(x) - 1
    },
    (x, path) =>
      fail(
        operation,
        `${path || 'the tree'} is ${told(x)}; a tree holds tensors in plain objects and arrays: wrap it in tensor()`,
      ),
  )
  return { leaves, paths, structure }
}

/**
 * A tree of the results of `f` for each tensor of a tree, which is a tensor or plain objects and
 * arrays of them. If more trees of the same form are given, `f` also gets their tensors at the same
 * place. Throws if the forms differ.
 *
 * @example
 * const params = { w: tensor([1, 2]), b: tensor(3) }
 * treeMap(x => x.shape, params) // {"w": [2], "b": []}
 * treeMap((p, g) => p.sub(g), params, params).w.toArray() // [0, 0]
 */
export function treeMap<T, R>(
  f: (x: Tensor, ...rest: Tensor[]) => R,
  tree: TreeLike<T>,
  ...rest: readonly Like<T>[]
): TreeOf<T, R> {
  checkFunction('treeMap', f)
  const { leaves, paths, structure } = leavesOf('treeMap', tree)
  const others = rest.map((other, i) => {
    const found = leavesOf('treeMap', other)
    for (let k = 0; k < Math.max(paths.length, found.paths.length); k++)
      if (paths[k] !== found.paths[k])
        fail(
          'treeMap',
          `tree ${i + 2} has ${at(found.paths[k])} where the first has ${at(paths[k])}; give both one form`,
        )
    return found.leaves
  })
  return fill(
    'treeMap',
    structure,
    leaves.map((x, i) => f(x, ...others.map(list => list[i]))),
  ) as TreeOf<T, R>
}

const at = (path: string | undefined): string => path || (path === '' ? 'one tensor' : 'nothing')

/**
 * The tensors of a tree, in order.
 *
 * @example
 * treeLeaves({ a: [tensor(1), tensor(2)], b: tensor(3) }).map(x => x.item()) // [1, 2, 3]
 */
export function treeLeaves<T>(tree: TreeLike<T>): Tensor[] {
  return leavesOf('treeLeaves', tree).leaves
}

/**
 * The tensors of a tree, and its structure. The structure is the tree with each tensor replaced by
 * the number of its leaf. {@link treeUnflatten} is the inverse.
 *
 * @example
 * treeFlatten({ a: tensor(5), b: [tensor(6)] })[1] // {"a": 0, "b": [1]}
 */
export function treeFlatten<T>(tree: TreeLike<T>): [leaves: Tensor[], structure: TreeOf<T, number>] {
  const { leaves, structure } = leavesOf('treeFlatten', tree)
  return [leaves, structure as TreeOf<T, number>]
}

/**
 * The tree of a structure from {@link treeFlatten}, with other leaves. Throws unless there is
 * exactly one leaf for each number.
 *
 * @example
 * treeUnflatten({ a: 0, b: [1] }, ['x', 'y']) // {"a": "x", "b": ["y"]}
 */
export function treeUnflatten<S, R>(structure: S, leaves: readonly R[]): Unflattened<S, R> {
  if (!Array.isArray(leaves)) fail('treeUnflatten', `the leaves are ${told(leaves)}; give an array of them`)
  return fill('treeUnflatten', structure, leaves) as Unflattened<S, R>
}

function fill(operation: string, structure: unknown, leaves: readonly unknown[]): unknown {
  const used = new Set<unknown>()
  const wrong = (x: unknown, path: string) =>
    fail(
      operation,
      `${path || 'the structure'} is ${told(x)}; a structure holds the numbers of ${leaves.length} leaves, each once`,
    )
  const tree = mapTree(operation, structure, wrong, (x, path) => {
    if (!(Number.isInteger(x) && (x as number) in leaves) || used.has(x)) wrong(x, path)
    used.add(x)
    return leaves[x as number]
  })
  if (used.size < leaves.length)
    fail(operation, `the structure has ${used.size} leaves, ${leaves.length} were given; give as many`)
  return tree
}
