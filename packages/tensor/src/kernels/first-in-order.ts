import { allocate, type Data, type DType } from '../array/dtype.ts'
import type { Run } from '../array/loop.ts'
import { blocks } from '../array/reduce.ts'
import { Tensor } from '../array/tensor.ts'
import { sortOrder } from './sort-order.ts'

/** Runs of at most this length are sorted whole. */
const SHORT = 128

/** The first indices that sort an axis, by selection. */
export function firstInOrder(x: Tensor, axis: number, count: number, descending: boolean): Tensor {
  const shape = x.shape.map((n, at) => (at === axis ? count : n))
  const out = allocate('argsort', 'int32', shape)
  const { data, offset, outer, n, inner } = blocks('argsort', x, [axis])
  const select = selection(n, count, descending)
  for (let i = 0; i < outer; i++)
    for (let j = 0; j < inner; j++)
      select(data, offset + i * n * inner + j, n, inner, out, i * count * inner + j)
  return new Tensor<DType>('int32', out, shape)
}

/**
 * The loop that writes the first `count` of the indices that sort a run of n elements, in their
 * order. A sample gives a bound that slightly more than `count` elements do not exceed. Only these
 * are sorted. If they are too few, all elements are.
 */
function selection(n: number, count: number, descending: boolean): Run {
  const sample = new Float64Array(Math.ceil(2 * Math.sqrt(n)))
  const expected = (count / n) * sample.length
  // The number of sample elements within the bound has about this variance.
  const rank = Math.ceil(expected + 3 * Math.sqrt(expected) + 1)
  const values = new Float64Array(n)
  const places = new Int32Array(n)
  const order = new Int32Array(n)
  return (x, at, n, step, out, o) => {
    const boundOf = (): number => {
      for (let i = 0; i < sample.length; i++) sample[i] = x[at + Math.floor((i * n) / sample.length) * step]
      // NaN is the last.
      sample.sort()
      return sample[descending ? sample.length - rank : rank - 1]
    }
    const within = (bound: number) => keep(x, at, n, step, bound, descending, values, places)
    let kept = n > SHORT && rank <= sample.length ? within(boundOf()) : 0
    if (kept < count) kept = within(Number.NaN)
    sortOrder(kept, descending)(values, 0, kept, 1, order, 0)
    for (let i = 0; i < count; i++) out[o + i * step] = places[order[i]]
  }
}

/** Keeps the elements that are not after the bound, or all if it is NaN. Returns their number. */
function keep(
  x: Data,
  at: number,
  n: number,
  step: number,
  bound: number,
  descending: boolean,
  values: Float64Array,
  places: Int32Array,
): number {
  const all = Number.isNaN(bound)
  let kept = 0
  for (let i = 0; i < n; i++, at += step) {
    const value = x[at]
    if (all || (descending ? !(value < bound) : value <= bound)) {
      values[kept] = value
      places[kept++] = i
    }
  }
  return kept
}
