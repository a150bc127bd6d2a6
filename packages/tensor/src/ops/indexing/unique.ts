/**
 * The distinct elements of a tensor. A stable sort puts equal elements side by side, and the first
 * of them represents all. Each NaN is a distinct element.
 */
import { ones, zeros } from '../../array/create.ts'
import { asTensor } from '../../array/operands.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { argsort } from '../along-axis/argsort.ts'
import { cumsum } from '../along-axis/cumsum.ts'
import { diff } from '../along-axis/diff.ts'
import { notEqual } from '../elementwise/compare.ts'
import { concatenate } from '../shape/concatenate.ts'
import { reshape } from '../shape/reshape.ts'
import { flatnonzero } from './nonzero.ts'
import { scatter } from './scatter.ts'
import { slice } from './slice.ts'
import { take } from './take.ts'

/** The sorted elements: the indices that sort them, and which are the first of their value. */
interface Sorted {
  readonly order: Tensor<'int32'>
  readonly values: Tensor
  readonly isFirst: Tensor<'bool'>
}

function sorted(name: string, x: Arg): Sorted {
  const flat = reshape(asTensor(name, x), [-1])
  const order = argsort(flat)
  const values = take(flat, order)
  const later = notEqual(slice(values, [1, null]), slice(values, [0, -1]))
  const lead = ones([Math.min(1, flat.size)], { dtype: 'bool' })
  return { order, values, isFirst: concatenate([lead, later]) as Tensor<'bool'> }
}

const inverseOf = ({ order, isFirst }: Sorted, x: Arg): Tensor<'int32'> => {
  const rank = cumsum(isFirst).sub(1)
  const { shape } = asTensor('unique', x)
  return reshape(
    scatter(zeros(order.shape, { dtype: 'int32' }), order, rank),
    shape,
  ) as Tensor as Tensor<'int32'>
}

const countsOf = ({ order }: Sorted, first: Tensor): Tensor<'int32'> =>
  diff(first, { append: order.size }) as Tensor as Tensor<'int32'>

export const uniqueValuesOp: Op<undefined> = {
  name: 'uniqueValues',
  forward: ([x]) => uniqueValues(x),
  derivative: 'composed',
}

/**
 * The distinct elements of a tensor in ascending order. NaNs come last, each as a distinct element.
 * The shape depends on the values. The derivative goes to the first of equal elements.
 *
 * @example
 * uniqueValues(tensor([[3, 1], [1, 2]])).toArray() // [1, 2, 3]
 */
export function uniqueValues<A extends Arg>(x: A): Tensor<Own<A>>
export function uniqueValues(x: Arg): Tensor {
  const { values, isFirst } = sorted('uniqueValues', x)
  return take(values, flatnonzero(isFirst))
}

/**
 * The distinct elements as in {@link uniqueValues}, and how often each occurs.
 *
 * @example
 * uniqueCounts(tensor([3, 1, 1])).counts.toArray() // [2, 1]
 */
export function uniqueCounts<A extends Arg>(x: A): { values: Tensor<Own<A>>; counts: Tensor<'int32'> }
export function uniqueCounts(x: Arg): unknown {
  const line = sorted('uniqueCounts', x)
  const first = flatnonzero(line.isFirst)
  return { values: take(line.values, first), counts: countsOf(line, first) }
}

/**
 * The distinct elements as in {@link uniqueValues}, and for each element of `x` the index of its
 * value among them.
 *
 * @example
 * const { values, inverseIndices } = uniqueInverse(tensor([30, 10, 10]))
 * take(values, inverseIndices).toArray() // [30, 10, 10]
 */
export function uniqueInverse<A extends Arg>(
  x: A,
): { values: Tensor<Own<A>>; inverseIndices: Tensor<'int32'> }
export function uniqueInverse(x: Arg): unknown {
  const line = sorted('uniqueInverse', x)
  return { values: take(line.values, flatnonzero(line.isFirst)), inverseIndices: inverseOf(line, x) }
}

/**
 * The distinct elements as in {@link uniqueValues}; the index in C order at which each first
 * occurs; for each element of `x` the index of its value among them; and how often each occurs.
 *
 * @example
 * const { values, indices, inverseIndices, counts } = uniqueAll(tensor([30, 10, 10]))
 * values.toArray() // [10, 30]
 * indices.toArray() // [1, 0]
 * inverseIndices.toArray() // [1, 0, 0]
 * counts.toArray() // [2, 1]
 */
export function uniqueAll<A extends Arg>(
  x: A,
): {
  values: Tensor<Own<A>>
  indices: Tensor<'int32'>
  inverseIndices: Tensor<'int32'>
  counts: Tensor<'int32'>
}
export function uniqueAll(x: Arg): unknown {
  const line = sorted('uniqueAll', x)
  const first = flatnonzero(line.isFirst)
  return {
    values: take(line.values, first),
    indices: take(line.order, first),
    inverseIndices: inverseOf(line, x),
    counts: countsOf(line, first),
  }
}
