/**
 * Sums, products, and largest and smallest elements, along the middle axis of [outer, n, inner],
 * through WebAssembly.
 *
 * The order of summation is that of `sum`: pairwise along the last axis, in blocks of up to 128
 * with eight partial sums, and row by row along any other axis. Products have the order of the
 * elements. Both are computed in doubles and rounded once to the type of the result.
 */
import { type Engine, engine, type FloatArray } from '../engine.ts'
import { isSingle, type RowBuffer, rowsKernels, withBuffers } from './buffer.ts'
import type { FloatView } from './view.ts'

/**
 * The input of a reduction: a contiguous array from `offset` on, or a view from its element
 * `offset` on, seen as [outer, n, inner]. All three are at least 1.
 */
export interface RowsShape {
  readonly offset: number
  readonly outer: number
  readonly n: number
  readonly inner: number
}

export type Reduction = 'sum' | 'prod' | 'max' | 'min'

/** The result of no elements. */
const EMPTY = { sum: 0, prod: 1, max: -Infinity, min: Infinity }

/** The number of elements in memory at a time. They stay in a second-level cache. */
const PIECE = 16384
/**
 * The number of columns that are combined at a time. They and a row of them stay in a first-level
 * cache.
 */
const COLUMNS = 1024
/** Below this number of elements the call costs more than it gains. */
const WORTH_A_CALL = 256

/**
 * out[o, i] = the reduction of x[o, ·, i], or with centres, which are as many as the results, of
 * (x[o, ·, i] − centres[o, i])². All arrays have the same float type. If WebAssembly is missing or
 * would not be faster, it only returns false.
 */
export const reduceRows = (
  name: Reduction,
  x: FloatArray | FloatView,
  shape: RowsShape,
  out: FloatArray,
  centres?: FloatArray,
): boolean => {
  const { outer, n, inner } = shape
  const wasm = outer * n * inner >= WORTH_A_CALL ? engine() : null
  if (wasm === null) return false
  if (inner === 1) {
    if (n <= PIECE) shortRows(wasm, name, x, shape, out, centres)
    else
      for (let i = 0; i < outer; i++)
        out[i] = longRow(wasm, name, x, shape.offset + i * n, n, centres?.subarray(i, i + 1))
  } else for (let i = 0; i < outer; i++) columns(wasm, name, x, shape, i, out, centres)
  return true
}

/**
 * A function that reduces `rows` rows of n elements, from x[from] on, to doubles. It uses a buffer.
 * Products are multiplied by the doubles that are there.
 */
const throughBuffer = (wasm: Engine, name: Reduction, x: FloatArray | FloatView) => {
  const kernels = rowsKernels(wasm)
  return (
    buffer: RowBuffer,
    from: number,
    rows: number,
    n: number,
    to: number,
    centres?: RowBuffer,
  ): void => {
    if (name === 'sum' && !centres && buffer.loadSingles(x, from, rows * n))
      kernels.sumSingleRows(buffer.singles, rows, n, to)
    else {
      buffer.load(x, from, rows * n)
      if (centres)
        kernels[isSingle(x) ? 'rowDistancesSingle' : 'rowDistances'](buffer.address, rows, n, centres.address)
      kernels[`${name}Rows`](buffer.address, rows, n, to)
    }
  }
}

const shortRows = (
  wasm: Engine,
  name: Reduction,
  x: FloatArray | FloatView,
  { offset, outer, n }: RowsShape,
  out: FloatArray,
  centres?: FloatArray,
): void => {
  const reduced = throughBuffer(wasm, name, x)
  const most = Math.max(1, Math.floor(PIECE / n))
  withBuffers(wasm, [most * n, most, most], (rows, results, middles) => {
    for (let row = 0; row < outer; row += most) {
      const count = Math.min(most, outer - row)
      results.fill(EMPTY[name], count)
      if (centres) middles.load(centres, row, count)
      reduced(rows, offset + row * n, count, n, results.address, centres && middles)
      results.store(out, row, count)
    }
  })
}

const longRow = (
  wasm: Engine,
  name: Reduction,
  x: FloatArray | FloatView,
  at: number,
  n: number,
  centres?: FloatArray,
): number => {
  const reduced = throughBuffer(wasm, name, x)
  let result = 0
  withBuffers(wasm, [PIECE, 1, 1], (row, single, middle) => {
    const { doubles } = wasm
    if (centres) middle.load(centres, 0, 1)
    const place = single.address / 8
    const ofBlock = (from: number, count: number): number => {
      reduced(row, from, 1, count, single.address, centres && middle)
      return doubles[place]
    }
    /** Halves the run down to pieces. The kernel continues halving each piece in the same way. */
    const sum = (from: number, count: number): number => {
      if (count > PIECE) {
        const half = Math.floor(count / 16) * 8
        return sum(from, half) + sum(from + half, count - half)
      }
      return ofBlock(from, count)
    }
    if (name === 'sum') result = sum(at, n)
    else {
      const join = name === 'prod' ? (_: number, y: number) => y : Math[name]
      result = EMPTY[name]
      single.fill(result, 1)
      for (let i = 0; i < n; i += PIECE) {
        const count = Math.min(PIECE, n - i)
        result = join(result, ofBlock(at + i, count))
      }
    }
  })
  return result
}

const columns = (
  wasm: Engine,
  name: Reduction,
  x: FloatArray | FloatView,
  { offset, n, inner }: RowsShape,
  block: number,
  out: FloatArray,
  centres?: FloatArray,
): void => {
  const kernels = rowsKernels(wasm)
  const distances = kernels[isSingle(x) ? 'columnDistancesSingle' : 'columnDistances']
  const width = Math.min(inner, COLUMNS)
  const most = Math.max(1, Math.floor(PIECE / width))
  withBuffers(wasm, [most * width, width, width], (rows, joined, middles) => {
    for (let column = 0; column < inner; column += width) {
      const count = Math.min(width, inner - column)
      joined.fill(EMPTY[name], count)
      if (centres) middles.load(centres, block * inner + column, count)
      for (let row = 0; row < n; row += most) {
        const height = Math.min(most, n - row)
        rows.loadRows(x, offset + (block * n + row) * inner + column, height, count, inner)
        if (centres) distances(rows.address, height, count, middles.address)
        kernels[`${name}Columns`](rows.address, height, count, joined.address)
      }
      joined.store(out, block * inner + column, count)
    }
  })
}
