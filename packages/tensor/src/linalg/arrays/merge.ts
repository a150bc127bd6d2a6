/**
 * Code that both divide-and-conquer algorithms share for the vectors of two parts, which are rows
 * of a matrix.
 */
import { type Matrix, matrixOf, multiply } from './matrix.ts'

/**
 * Numbers up to this size count as 0 beside numbers of size `size`: a few units in their last
 * place. The whole matrix has size 1, so no part needs less than 2⁻⁷⁰.
 */
export const toleranceOf = (size: number): number => (size > 2 ** -20 ? 2 ** -50 * size : 2 ** -70)

/** Rotates two rows: p becomes c·p + s·q and q becomes c·q − s·p. */
export function rotateRows({ data, columns }: Matrix, p: number, q: number, c: number, s: number): void {
  for (let i = p * columns, j = q * columns, end = i + columns; i < end; i++, j++) {
    const x = data[i]
    const y = data[j]
    data[i] = c * x + s * y
    data[j] = c * y - s * x
  }
}

/**
 * Merges the indices [low, end) and [begin, high) into the order of their values. Each range is
 * sorted.
 */
export function mergeOrder(
  values: Float64Array,
  low: number,
  end: number,
  begin: number,
  high: number,
): Int32Array {
  const order = new Int32Array(end - low + high - begin)
  for (let i = low, j = begin, o = 0; o < order.length; o++)
    order[o] = j >= high || (i < end && values[i] <= values[j]) ? i++ : j++
  return order
}

/** The indices that sort the values in ascending order. */
export const ascending = (values: Float64Array): number[] =>
  Array.from(values, (_, j) => j).sort((i, j) => values[i] - values[j] || i - j)

/**
 * Writes the vectors of the whole, from those of its parts, to the rows from `low` on. Vector j is
 * combination j of the rows `kept`; after these come the rows `done`, unchanged. `sorted` is their
 * order. Only `width` elements from `from` on are not 0.
 */
export function replaceRows(
  x: Matrix,
  combinations: Matrix,
  kept: readonly number[],
  done: readonly number[],
  sorted: readonly number[],
  low: number,
  from: number,
  width: number,
): void {
  const { data, columns } = x
  const n = kept.length
  const copy = (rows: readonly number[]): Matrix => {
    const out = matrixOf(rows.length, width)
    rows.forEach((row, i) => {
      const at = row * columns + from
      out.data.set(data.subarray(at, at + width), i * width)
    })
    return out
  }
  const [old, rest, next] = [copy(kept), copy(done), matrixOf(n, width)]
  multiply(combinations, old, next)
  sorted.forEach((j, i) => {
    const at = (j < n ? j : j - n) * width
    data.set((j < n ? next : rest).data.subarray(at, at + width), (low + i) * columns + from)
  })
}
