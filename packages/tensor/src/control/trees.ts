/** The trees of tensors that control flow carries. */
import { fail, show, told } from '../array/error.ts'
import { sameShape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { type Flat, flatten, mapTree } from '../transforms/tree.ts'

/** The same form with tensors of any dtype. */
export type Carried<T> = T extends Tensor ? Tensor : { [K in keyof T]: Carried<T[K]> }

/** The leaves of a tree. null and undefined are trees without leaves. */
export function flatOf<T>(operation: string, what: string, tree: unknown): Flat<T> {
  if (tree === null || tree === undefined) return { leaves: [], paths: [], rebuild: () => tree as T }
  mapTree(
    operation,
    tree,
    x => x,
    (x, path) =>
      fail(
        operation,
        `${what}${path} is ${told(x)}; it must be tensors, in plain objects and arrays: wrap it in tensor()`,
      ),
  )
  return flatten(operation, tree as T)
}

/** Throws unless two trees have the same form, and their tensors the same shapes and dtypes. */
export function checkAlike(
  operation: string,
  [what, { leaves, paths }]: readonly [string, Flat],
  [other, like]: readonly [string, Flat],
  remedy: string,
): void {
  const told = (x: Tensor | undefined) => (x ? `${x.dtype} ${show(x.shape)}` : 'nothing')
  for (let i = 0; i < Math.max(paths.length, like.paths.length); i++) {
    const [x, y] = [leaves[i], like.leaves[i]]
    const path = paths[i] ?? like.paths[i]
    if (paths[i] !== like.paths[i])
      fail(
        operation,
        `${what} has ${paths[i] === undefined ? 'nothing' : told(x)} at ${path || 'its root'}, ${other} has ` +
          `${like.paths[i] === undefined ? 'nothing' : `${told(y)} at ${like.paths[i] || 'its root'}`}; ${remedy}`,
      )
    if (x.dtype !== y.dtype || !sameShape(x.shape, y.shape))
      fail(operation, `${what}${path} is ${told(x)}, ${other}${path} is ${told(y)}; ${remedy}`)
  }
}
