/**
 * Trees of tensors, such as the parameters of a model: a tensor, or objects and arrays of trees.
 */
import { isFloat } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { Tensor } from '../array/tensor.ts'

/** A tensor, or plain objects and arrays of trees. */
export type Tree = Tensor | readonly Tree[] | { readonly [key: string]: Tree }

/** The public members of a type. A class with private members is not assignable from them. */
type Public<T> = { [K in keyof T]: T[K] }

/**
 * The type itself if it is a tree, with interfaces as well; otherwise `never` at the place that is
 * none. A function is none, so classes with methods do not compile, and neither do classes with
 * private members. Classes that look like plain objects are refused at run time.
 */
export type TreeLike<T> = unknown extends T
  ? T
  : T extends Tensor | null | undefined
    ? T
    : T extends (...args: never[]) => unknown
      ? never
      : T extends object
        ? Public<T> extends T
          ? { [K in keyof T]: TreeLike<T[K]> }
          : never
        : never

/** A list of arguments, if each of them is a tree. */
export type TreeList<A extends unknown[]> = readonly [...A] & { readonly [K in keyof A]: TreeLike<A[K]> }

/**
 * The tensors of a tree in the order of its keys, and a function that rebuilds a tree of this form
 * from as many tensors.
 */
export interface Flat<T = unknown> {
  readonly leaves: readonly Tensor[]
  /** The path of each leaf, such as `.layers[0].weight`. */
  readonly paths: readonly string[]
  readonly rebuild: (leaves: readonly Tensor[]) => T
}

/**
 * Flattens a tree. Throws for a value that is not a tensor in plain objects and arrays. With
 * `floats`, also throws for a tensor of another dtype.
 */
export function flatten<T>(operation: string, tree: T, floats?: boolean): Flat<T> {
  const leaves: Tensor[] = []
  const paths: string[] = []
  const refuse = (what: string, path: string) =>
    fail(
      operation,
      `${path || 'the argument'} is ${what}; it must be a float tensor, or plain objects and arrays of ` +
        'them: cast it, wrap it in tensor() or pass it as another argument',
    )
  const leaf = (x: Tensor, path: string) => {
    if (floats && !isFloat(x.dtype)) refuse(x.dtype, path)
    leaves.push(x)
    paths.push(path)
    return x
  }
  const form = mapTree(operation, tree, leaf, (x, path) => refuse(told(x), path))
  return {
    leaves,
    paths,
    rebuild(values) {
      let at = 0
      return mapTree(operation, form, () => values[at++]) as T
    },
  }
}

/**
 * A copy of plain objects and arrays in which `change` replaces the tensors and `rest` replaces the
 * other values.
 */
export function mapTree(
  operation: string,
  tree: unknown,
  change: (x: Tensor, path: string) => unknown,
  rest: (x: unknown, path: string) => unknown = x => x,
  path = '',
): unknown {
  if (path.length > 2000) fail(operation, 'nested too deeply; does it hold itself?')
  const inside = (part: unknown, key: string) => mapTree(operation, part, change, rest, path + key)
  if (tree instanceof Tensor) return change(tree, path)
  if (Array.isArray(tree)) return tree.map((part, i) => inside(part, `[${i}]`))
  if (!isPlain(tree)) return rest(tree, path)
  return Object.fromEntries(Object.entries(tree).map(([key, part]) => [key, inside(part, `.${key}`)]))
}

/** Whether a value is a plain object, which has no class except Object. */
export const isPlain = (x: unknown): x is object =>
  !!x && [null, Object.prototype].includes(Object.getPrototypeOf(x))
