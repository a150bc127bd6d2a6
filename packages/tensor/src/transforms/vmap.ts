import { fail, show, told, unfit } from '../array/error.ts'
import { checkFunction, checkOptions, type OptionKinds } from '../array/options.ts'
import { Tensor } from '../array/tensor.ts'
import { transpose } from '../ops/shape/transpose.ts'
import { settled } from '../trace/tape.ts'
import { undrawn } from '../trace/undrawn.ts'
import { Batch } from './batch.ts'
import { isPlain, mapTree } from './tree.ts'

/**
 * The axis of the examples: a number for every tensor of a tree, null if the tensors are the same
 * for all examples, or one of these for each part of an array or object.
 */
export type Axes = number | null | readonly Axes[] | { readonly [key: string]: Axes }

export interface VmapOptions {
  /** The axes of the arguments, 0 by default; an array has one entry for each argument. */
  readonly inAxes?: Axes
  /** The axes of the result, 0 by default. */
  readonly outAxes?: Axes
  /**
   * What a draw from a random stream does, which would be the same for all examples: 'error' (the
   * default) throws, 'same' allows it. Draws from keys are always allowed.
   */
  readonly randomness?: 'error' | 'same'
}

const KINDS: OptionKinds = { inAxes: '', outAxes: '', randomness: '' }

/**
 * Returns a function that applies `f` to many examples at once. `f` is written for one example, and
 * every op inside runs once for all of them. The examples lie along the axis `inAxes` of the
 * tensors in the arguments, and along the axis `outAxes` of those in the result. Arguments and
 * result are tensors, or objects and arrays of them. An argument whose axis is null is passed
 * through, whatever it is. vmap can be nested, differentiated, and applied to derivatives.
 *
 * The results have the bits of `f` applied to each example and stacked.
 *
 * Throws if tensors have different numbers of examples, if `f` reads numbers of an example or needs
 * them for a shape, if it draws from a random stream, which would give all examples the same
 * numbers, and for a result with axis null that differs between the examples.
 *
 * @example
 * const inner = (a, b) => sum(a.mul(b))
 * vmap(inner)(tensor([[1, 2], [3, 4]]), tensor([[1, 1], [2, 2]])).toArray() // [3, 14]
 * vmap(inner, { inAxes: [0, null] })(tensor([[1, 2], [3, 4]]), tensor([1, 10])).toArray() // [21, 43]
 * vmap(x => x.mul(2), { inAxes: 1, outAxes: 1 })(tensor([[1, 2], [3, 4]])).toArray() // [[2, 4], [6, 8]]
 *
 * // The gradient of a loss for each example.
 * const loss = (w, x, y) => square(sum(w.mul(x)).sub(y))
 * const each = vmap(grad(loss), { inAxes: [null, 0, 0] })
 * each(tensor([1, 1]), tensor([[1, 2], [0, 1]]), tensor([1, 1])).toArray() // [[4, 8], [0, 0]]
 */
export function vmap<A extends Tensor[], R>(f: (...args: A) => R, options?: VmapOptions): (...args: A) => R
export function vmap<A extends unknown[], R>(f: (...args: A) => R, options?: VmapOptions): (...args: A) => R
export function vmap(f: (...args: never[]) => unknown, options: VmapOptions = {}): unknown {
  checkFunction('vmap', f)
  checkOptions('vmap', options, KINDS)
  const { inAxes = 0, outAxes = 0, randomness = 'error' } = options
  if (randomness !== 'error' && randomness !== 'same')
    unfit('vmap', 'randomness', randomness, "'error' or 'same'")
  return (...args: unknown[]) => {
    let batch: Batch | undefined
    const examples = alongAxes(args, inAxes, ARGUMENTS, (x, axis, name) => {
      if (axis === null) return x
      if (!(x instanceof Tensor))
        return fail(
          'vmap',
          `${name} is ${told(x)}; only tensors hold examples: wrap it in tensor(), ${OR_NULL}`,
        )
      const at = place(x, axis, name)
      const size = x.shape[at]
      batch ??= new Batch(size)
      if (size !== batch.size)
        fail('vmap', `${name} has ${size} examples along axis ${axis}, an argument before it ${batch.size}`)
      return batch.example(move(x, at, 0))
    })
    if (!batch) return fail('vmap', 'no argument holds examples; give inAxes a number for one at least')
    const own = batch
    try {
      const run = () => f(...(examples as never[]))
      const result = randomness === 'same' ? run() : undrawn('vmap', REPEATED, run, PASS_KEYS)
      return alongAxes(result, outAxes, RESULT, (x, axis, name) => {
        if (axis === null)
          return mapTree('vmap', x, y => (own.has(y) ? fail('vmap', `${name} ${DIFFERS}`) : settled(y)))
        if (!(x instanceof Tensor))
          return fail('vmap', `${name} is ${told(x)}; return tensors, in plain objects and arrays`)
        const whole = own.whole(x)
        return move(whole, 0, place(whole, axis, name))
      })
    } finally {
      batch.open = false
    }
  }
}

const REPEATED = 'be the same for all examples'
const PASS_KEYS =
  "pass keys, splitKey(key(random), n), as an argument and draw from them, or set randomness to 'same'"
const OR_NULL = 'or set its inAxes to null'
const DIFFERS = 'differs between the examples; its outAxes cannot be null: give it an axis'

/** The names of a tree and its axes in messages. */
interface Names {
  readonly whole: string
  readonly part: string
  readonly option: string
}

const ARGUMENTS: Names = { whole: 'the arguments', part: 'argument ', option: 'inAxes' }
const RESULT: Names = { whole: 'the result', part: 'the result', option: 'outAxes' }

/** A copy of a tree in which `visit` replaces each part. It gets the part and its axis. */
function alongAxes(
  tree: unknown,
  axes: Axes,
  names: Names,
  visit: (part: unknown, axis: number | null, name: string) => unknown,
  path = '',
): unknown {
  const { whole, part, option } = names
  const name = path ? part + path : whole
  if (axes === null) return visit(tree, null, name)
  if (Number.isInteger(axes)) {
    const leaf = (x: unknown, at: string) => visit(x, axes as number, at ? part + at : whole)
    return mapTree('vmap', tree, leaf, leaf, path)
  }
  const keys = (x: unknown) => Object.keys(x as object)
  const list = Array.isArray(axes) && Array.isArray(tree)
  const fits =
    (list || (isPlain(axes) && isPlain(tree))) &&
    keys(tree).length === keys(axes).length &&
    keys(tree).every(key => Object.hasOwn(axes as object, key))
  if (!fits)
    fail(
      'vmap',
      `${option}${path} is ${told(axes)}, which does not fit ${name}; give a whole number, null, or one for each ` +
        'of its parts in an array or object',
    )
  const inside = (key: string) =>
    alongAxes(tree[key as never], axes[key as never], names, visit, `${path}${list ? `[${key}]` : `.${key}`}`)
  return list ? keys(tree).map(inside) : Object.fromEntries(keys(tree).map(key => [key, inside(key)]))
}

/** The place of an axis as a number from 0. */
function place({ shape }: Tensor, axis: number, name: string): number {
  if (axis >= shape.length || axis < -shape.length)
    fail('vmap', `${name} has shape ${show(shape)}, which has no axis ${axis}; give another axis`)
  return axis < 0 ? axis + shape.length : axis
}

/** The tensor with one axis moved to another place. */
function move(x: Tensor, from: number, to: number): Tensor {
  if (from === to) return x
  const axes = [...x.shape.keys()]
  axes.splice(to, 0, ...axes.splice(from, 1))
  return transpose(x, axes)
}
