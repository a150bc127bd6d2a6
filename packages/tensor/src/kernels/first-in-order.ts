import { allocate, type DType } from '../array/dtype.ts'
import type { Run } from '../array/loop.ts'
import { blocks } from '../array/reduce.ts'
import { Tensor } from '../array/tensor.ts'

/** The first indices that sort an axis, by selection. */
export function firstInOrder(x: Tensor, axis: number, count: number, descending: boolean): Tensor {
  const shape = x.shape.map((n, at) => (at === axis ? count : n))
  const out = allocate('argsort', 'int32', shape)
  const { data, offset, outer, n, inner } = blocks('argsort', x, [axis])
  const select = selection(count, descending)
  for (let i = 0; i < outer; i++)
    for (let j = 0; j < inner; j++)
      select(data, offset + i * n * inner + j, n, inner, out, i * count * inner + j)
  return new Tensor<DType>('int32', out, shape)
}

/**
 * The loop that writes the first `count` of the indices that sort a run, in their order: those of a
 * stable sort, where -0 equals 0 and NaN is the largest. The best elements so far are a heap with
 * the last of them on top, so that most elements cost one comparison.
 */
function selection(count: number, descending: boolean): Run {
  const values = new Float64Array(count)
  const indices = new Int32Array(count)
  /** Whether a comes before b. */
  const precedes = descending
    ? (a: number, b: number) => a > b || (Number.isNaN(a) && !Number.isNaN(b))
    : (a: number, b: number) => a < b || (Number.isNaN(b) && !Number.isNaN(a))
  const isAfter = (i: number, j: number): boolean =>
    precedes(values[j], values[i]) || (!precedes(values[i], values[j]) && indices[i] > indices[j])
  const swap = (i: number, j: number): void => {
    ;[values[i], values[j]] = [values[j], values[i]]
    ;[indices[i], indices[j]] = [indices[j], indices[i]]
  }
  /** Lets the element at i sink in a heap of this size. */
  const sink = (i: number, size: number): void => {
    for (let child = 2 * i + 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && isAfter(child + 1, child)) child++
      if (!isAfter(child, i)) return
      swap(i, child)
      i = child
    }
  }
  return (x, at, n, step, out, o) => {
    for (let i = 0; i < count; i++) {
      values[i] = x[at + i * step]
      indices[i] = i
    }
    for (let i = (count >> 1) - 1; i >= 0; i--) sink(i, count)
    for (let i = count; i < n; i++) {
      const value = x[at + i * step]
      // An equal element that comes later is not better.
      if (!precedes(value, values[0])) continue
      values[0] = value
      indices[0] = i
      sink(0, count)
    }
    for (let size = count - 1; size > 0; size--) {
      swap(0, size)
      sink(0, size)
    }
    for (let i = 0; i < count; i++) out[o + i * step] = indices[i]
  }
}
