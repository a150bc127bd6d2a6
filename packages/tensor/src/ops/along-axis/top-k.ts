import { fail, show } from '../../array/error.ts'
import { fast } from '../../array/fast.ts'
import { asTensor } from '../../array/operands.ts'
import { checkOptions, checkWhole } from '../../array/options.ts'
import { axisOf } from '../../array/shape.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import { apply } from '../../trace/apply.ts'
import { gather } from '../indexing/gather-scatter.ts'
import { sliceAxis } from '../indexing/slice-axis.ts'
import { argsort, argsortOp } from './argsort.ts'

/** Up to this share of an axis selection is faster than a sort. */
const selectedShare = 0.25

export interface TopKOptions {
  /** The axis to search, the last one by default. */
  readonly axis?: number
  /** False finds the smallest elements. */
  readonly largest?: boolean
}

/**
 * The k largest elements along an axis, largest first, and their indices. Of equal elements the
 * first comes first. NaN counts as the largest. The derivative follows each element to its place.
 * Throws if the axis has fewer than k elements.
 *
 * @example
 * const { values, indices } = topK(tensor([3, 1, 4, 1, 5]), 2)
 * values.toArray() // [5, 4]
 * indices.toArray() // [4, 2]
 */
export function topK<A extends Arg>(
  x: A,
  k: number,
  options?: TopKOptions,
): { values: Tensor<Own<A>>; indices: Tensor<'int32'> }
export function topK(x: Arg, k: number, options: TopKOptions = {}): unknown {
  checkOptions('topK', options, { axis: '', largest: 'boolean' })
  const { axis: along = -1, largest = true } = options
  const t = asTensor('topK', x)
  const axis = axisOf('topK', along, t.ndim)
  checkWhole('topK', 'k', k, 0)
  if (k > t.shape[axis]) fail('topK', `k is ${k}, and axis ${axis} of shape ${show(t.shape)} is shorter`)
  const indices =
    fast.firstInOrder && k > 0 && k <= t.shape[axis] * selectedShare
      ? (apply(argsortOp, [t], { axis, descending: largest, first: k }) as Tensor<'int32'>)
      : sliceAxis(argsort(t, { axis, descending: largest }), axis, 0, k)
  return { values: gather(t, indices, { axis }), indices }
}
