/**
 * Softmax, its logarithm, and the logarithm of a sum of exponentials, of rows, through WebAssembly.
 * They are computed in doubles and rounded once to the type of the result. Sums have the order of
 * the row, as in the ops.
 */
import { log1p } from '../../math/log1p.ts'
import { type Engine, engine, type FloatArray } from '../engine.ts'
import { rowsKernels, withBuffers } from './buffer.ts'
import type { FloatView } from './view.ts'

export type RowOp = 'softmax' | 'logSoftmax' | 'logsumexp'

/** The number of doubles in memory at a time, unless a single row has more. */
const PIECE = 4096
/** Below this number of elements the call costs more than it gains. */
const WORTH_A_CALL = 32

/**
 * Applies the op to `rows` rows of n elements of x, in C order from `offset` on. It writes rows for
 * softmax and logSoftmax, and one number per row for logsumexp. x and out have the same float type.
 * `rows` and n are at least 1. If WebAssembly is missing or would not be faster, it only
 * returns false.
 */
export const softmaxRows = (
  name: RowOp,
  x: FloatArray | FloatView,
  offset: number,
  rows: number,
  n: number,
  out: FloatArray,
): boolean => {
  const wasm = rows * n >= WORTH_A_CALL ? engine() : null
  if (wasm === null) return false
  const most = Math.max(1, Math.floor(PIECE / n))
  withBuffers(wasm, [most * n, most * n, most, most], (input, output, tops, totals) => {
    for (let row = 0; row < rows; row += most) {
      const count = Math.min(most, rows - row)
      input.load(x, offset + row * n, count * n)
      softmaxInMemory(wasm, name, count, n, {
        from: input.address,
        to: output.address,
        tops: tops.address,
        totals: totals.address,
      })
      if (name === 'logsumexp') totals.store(out, row, count)
      else output.store(out, row * n, count * n)
    }
  })
  return true
}

/** The addresses of doubles, in bytes: the rows, as many results, and two numbers per row. */
export interface RowsAt {
  readonly from: number
  readonly to: number
  readonly tops: number
  readonly totals: number
}

/**
 * Applies the op to rows of doubles in the memory of the engine. The results of softmax and
 * logSoftmax are written to `to`, and those of logsumexp to `totals`. Softmax does not use `tops`
 * and `totals`. One double after the end of `to` is overwritten.
 */
export const softmaxInMemory = (
  wasm: Engine,
  name: RowOp,
  rows: number,
  n: number,
  { from, to, tops, totals }: RowsAt,
): void => {
  const { softmaxRows: softmax, shiftedRows, lessRows } = rowsKernels(wasm)
  if (name === 'softmax') {
    softmax(from, rows, n, to, 0, 0)
    return
  }
  shiftedRows(from, rows, n, to, tops, totals)
  const { doubles } = wasm
  const [topAt, totalAt] = [tops / 8, totals / 8]
  for (let i = 0; i < rows; i++) {
    const rest = log1p(doubles[totalAt + i])
    const top = doubles[topAt + i]
    doubles[totalAt + i] = name === 'logSoftmax' ? rest : top - top === 0 ? top + rest : top
  }
  if (name === 'logSoftmax') lessRows(from, rows, n, to, tops, totals)
}
