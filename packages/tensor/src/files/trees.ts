/**
 * Trees of tensors in files. A file has names, so the keys and indices that lead to a tensor are
 * joined by dots, as in the state of a PyTorch model: `layers.0.weight`.
 */
import { fail, show, told } from '../array/error.ts'
import { sameShape } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { isPlain } from '../transforms/tree.ts'
import { quote } from './text.ts'

/** A tensor, or objects and arrays of trees. */
export type FileTree = Tensor | readonly FileTree[] | { readonly [key: string]: FileTree }

/** The tensors of a tree by name. Throws if two of them have the same name. */
export function named(operation: string, tree: unknown): Map<string, Tensor> {
  if (!isPlain(tree))
    fail(operation, `takes an object with a tensor or a tree for each name, not ${told(tree)}`)
  const tensors = new Map<string, Tensor>()
  mapNamed(operation, tree, (x, name) => {
    if (tensors.has(name))
      fail(operation, `two tensors have the name ${quote(name)}, which joins keys by dots; rename a key`)
    tensors.set(name, x)
  })
  return tensors
}

/** The arrays of a file in the form of a tree. Throws unless names, dtypes and shapes agree. */
export function likeTree(
  operation: string,
  arrays: Readonly<Record<string, Tensor>>,
  like: unknown,
): unknown {
  const wanted = named(operation, like)
  for (const name of Object.keys(arrays))
    if (!wanted.has(name))
      fail(
        operation,
        `the file has the tensor ${quote(name)}, which like lacks; add it, or read without like`,
      )
  return mapNamed(operation, like, ({ dtype, shape }, name) => {
    if (!Object.hasOwn(arrays, name))
      fail(operation, `the file has no tensor ${quote(name)}, which like has; remove it from like`)
    const x = arrays[name]
    if (x.dtype !== dtype || !sameShape(x.shape, shape))
      fail(
        operation,
        `the tensor ${quote(name)} is ${x.dtype} ${show(x.shape)} in the file and ${dtype} ${show(shape)} in like; ` +
          'give a like of the same dtypes and shapes',
      )
    return x
  })
}

/** A copy of a tree in which `change` replaces each tensor. */
function mapNamed(
  operation: string,
  tree: unknown,
  change: (x: Tensor, name: string) => unknown,
  path: readonly string[] = [],
): unknown {
  if (path.length > 1000) fail(operation, 'nested too deeply; does it hold itself?')
  const inside = (part: unknown, key: string) => mapNamed(operation, part, change, [...path, key])
  if (tree instanceof Tensor) return change(tree, path.join('.'))
  const isNumbers = Array.isArray(tree) && tree.length > 0 && tree.every(x => typeof x !== 'object')
  if (Array.isArray(tree) && !isNumbers) return tree.map((part, i) => inside(part, `${i}`))
  if (!isPlain(tree))
    return fail(
      operation,
      `${told(path.join('.'))} is ${told(tree)}, which is not a tensor; wrap it in tensor(…)`,
    )
  return Object.fromEntries(Object.entries(tree).map(([key, part]) => [key, inside(part, key)]))
}
