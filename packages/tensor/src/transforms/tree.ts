/** Parameters: a tensor, or objects and arrays of parameters nested to any depth. */
import { fail, told } from '../array/error.ts'
import { Tensor } from '../array/tensor.ts'

/** A tensor, or plain objects and arrays of trees. */
export type Tree = Tensor | readonly Tree[] | { readonly [key: string]: Tree }

/** The tensors of a tree in order of its keys, and the way back from as many tensors to a tree of that form. */
export interface Flat<T = unknown> {
  readonly leaves: readonly Tensor[]
  /** Where each leaf stands, such as `.layers[0].weight`. */
  readonly paths: readonly string[]
  readonly rebuild: (leaves: readonly Tensor[]) => T
}

export function flatten<T>(operation: string, tree: T): Flat<T> {
  const leaves: Tensor[] = []
  const paths: string[] = []
  const visit = (node: unknown, path: string): ((values: readonly Tensor[]) => unknown) => {
    if (path.length > 2000) fail(operation, 'the tree is nested too deeply; does it hold itself?')
    if (node instanceof Tensor) {
      const at = leaves.push(node) - 1
      paths.push(path)
      return values => values[at]
    }
    if (Array.isArray(node)) {
      const parts = node.map((part, i) => visit(part, `${path}[${i}]`))
      return values => parts.map(part => part(values))
    }
    if (!isPlain(node))
      return fail(
        operation,
        `${path || 'it'} is ${node && typeof node === 'object' ? 'an object of a class' : told(node)}; ` +
          'what is differentiated is tensors in plain objects and arrays: wrap numbers in tensor(…), pass the rest as a further argument',
      )
    const parts = Object.entries(node).map(([key, part]) => [key, visit(part, `${path}.${key}`)] as const)
    return values => Object.fromEntries(parts.map(([key, part]) => [key, part(values)]))
  }
  const build = visit(tree, '')
  return { leaves, paths, rebuild: values => build(values) as T }
}

/** A copy with other tensors in the plain objects and arrays of a value; the rest is kept. */
export function mapTensors(value: unknown, change: (x: Tensor) => Tensor): unknown {
  if (value instanceof Tensor) return change(value)
  if (Array.isArray(value)) return value.map(part => mapTensors(part, change))
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapTensors(part, change)]))
}

/** Whether a value is an object that no class but Object made. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
