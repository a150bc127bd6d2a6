import { fail, show } from '../array/error.ts'
import { checkFunction, checkOptions, type OptionKinds } from '../array/options.ts'
import { axisOf } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { slice } from '../ops/indexing/slice.ts'
import { concatenate } from '../ops/shape/concatenate.ts'
import { flip } from '../ops/shape/flip.ts'
import { reshape } from '../ops/shape/reshape.ts'
import { stack } from '../ops/shape/stack.ts'
import type { TreeLike } from '../transforms/tree.ts'
import type { Carried } from './trees.ts'
import { checkAlike, flatOf } from './trees.ts'

export interface AssociativeScanOptions {
  /** Whether the results start at the last element; false by default. */
  readonly reverse?: boolean
  /** The axis along which the elements lie; 0 by default. */
  readonly axis?: number
}

const KINDS: OptionKinds = { reverse: 'boolean', axis: 'number' }

/**
 * The results of an associative function for the first 1, 2, 3, … elements along an axis, as
 * `jax.lax.associative_scan`. `elements` is a tensor, or objects and arrays of them. `f` gets two
 * trees of many elements each, and combines those at the same place. It runs about 2·log₂(n) times
 * for n elements, each time on many of them, and not n times as in {@link scan}.
 *
 * With floats, `f` is seldom exactly associative, so last bits differ from those of a loop. Throws
 * if tensors have different numbers of elements, and if `f` changes a shape or a dtype.
 *
 * @example
 * associativeScan(add, tensor([1, 2, 3, 4])).toArray() // [1, 3, 6, 10]
 * associativeScan(maximum, tensor([1, 3, 2]), { reverse: true }).toArray() // [3, 3, 2]
 */
export function associativeScan<T>(
  f: (a: Carried<T>, b: Carried<T>) => Carried<T>,
  elements: TreeLike<T>,
  options: AssociativeScanOptions = {},
): Carried<T> {
  checkFunction('associativeScan', f)
  checkOptions('associativeScan', options, KINDS)
  const { reverse = false, axis = 0 } = options
  const { leaves, paths, rebuild } = flatOf<Carried<T>>('associativeScan', 'elements', elements)
  if (leaves.length === 0) fail('associativeScan', 'elements holds no tensor; give one at least')
  const axes = leaves.map(({ ndim }) => axisOf('associativeScan', axis, ndim))
  const [count] = leaves.map(({ shape }, i) => shape[axes[i]])
  leaves.forEach(({ shape }, i) => {
    if (shape[axes[i]] !== count)
      fail(
        'associativeScan',
        `elements${paths[0]} has ${count} along axis ${axis}, elements${paths[i]} has shape ${show(shape)}; give equally many`,
      )
  })
  const part = (x: Tensor, i: number, start: number, end: number | null, step = 1) =>
    slice(x, ...new Array<null>(axes[i]).fill(null), [start, end, step])
  const combine = (a: readonly Tensor[], b: readonly Tensor[]): readonly Tensor[] => {
    const result = flatOf(
      'associativeScan',
      'the result',
      reverse ? f(rebuild(b), rebuild(a)) : f(rebuild(a), rebuild(b)),
    )
    checkAlike(
      'associativeScan',
      ['the result', result],
      ['elements', { leaves: a, paths, rebuild }],
      'keep shapes and dtypes',
    )
    return result.leaves
  }
  /** Elements of two lists in turn. The first list has as many, or one more. */
  const inTurn = (a: Tensor, b: Tensor, i: number): Tensor => {
    const [many, few] = [a.shape[axes[i]], b.shape[axes[i]]]
    const shape = b.shape.slice()
    shape[axes[i]] = 2 * few
    const pairs = reshape(stack([part(a, i, 0, few), b], { axis: axes[i] + 1 }), shape)
    return many > few ? concatenate([pairs, part(a, i, few, many)], { axis: axes[i] }) : pairs
  }
  const scanned = (xs: readonly Tensor[]): readonly Tensor[] => {
    const n = xs[0].shape[axes[0]]
    if (n < 2) return xs
    const pairs = combine(
      xs.map((x, i) => part(x, i, 0, n - 1, 2)),
      xs.map((x, i) => part(x, i, 1, null, 2)),
    )
    const odd = scanned(pairs)
    const first = xs.map((x, i) => part(x, i, 0, 1))
    if (n === 2) return xs.map((_, i) => inTurn(first[i], odd[i], i))
    const before = odd.map((x, i) => part(x, i, 0, n % 2 === 0 ? n / 2 - 1 : null))
    const later = combine(
      before,
      xs.map((x, i) => part(x, i, 2, null, 2)),
    )
    const even = first.map((x, i) => concatenate([x, later[i]], { axis: axes[i] }))
    return even.map((x, i) => inTurn(x, odd[i], i))
  }
  const turned = (xs: readonly Tensor[]) => (reverse ? xs.map((x, i) => flip(x, axes[i])) : xs)
  return rebuild(turned(scanned(turned(leaves))))
}
