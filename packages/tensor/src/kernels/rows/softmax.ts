/**
 * Softmax, its logarithm, and the logarithm of a sum of exponentials, of rows, through WebAssembly.
 * They are computed in doubles and rounded once to the type of the result. Sums have the order of
 * the row, as in the ops.
 */
import { log1p } from '../../math/log1p.ts'
import { engine, type FloatArray } from '../engine.ts'
import { rowsKernels, withBuffers } from './buffer.ts'

export type RowOp = 'softmax' | 'logSoftmax' | 'logsumexp'

/** The number of doubles in memory at a time, unless a single row has more. */
const PIECE = 4096
/** Below this number of elements the call costs more than it gains. */
const WORTH_A_CALL = 32

/**
 * Applies the op to `rows` contiguous rows of n elements of x, from `offset` on. It writes rows for
 * softmax and logSoftmax, and one number per row for logsumexp. x and out have the same float type.
 * `rows` and n are at least 1. If WebAssembly is missing or would not be faster, it only
 * returns false.
 */
export const softmaxRows = (
  name: RowOp,
  x: FloatArray,
  offset: number,
  rows: number,
  n: number,
  out: FloatArray,
): boolean => {
  const wasm = rows * n >= WORTH_A_CALL ? engine() : null
  if (wasm === null) return false
  const { softmaxRows: softmax, shiftedRows, lessRows } = rowsKernels(wasm)
  const most = Math.max(1, Math.floor(PIECE / n))
  withBuffers(wasm, [most * n, most * n, most, most], (input, output, tops, totals) => {
    for (let row = 0; row < rows; row += most) {
      const count = Math.min(most, rows - row)
      input.load(x, offset + row * n, count * n)
      if (name === 'softmax') {
        softmax(input.address, count, n, output.address, 0, 0)
        output.store(out, row * n, count * n)
        continue
      }
      shiftedRows(input.address, count, n, output.address, tops.address, totals.address)
      const { doubles } = wasm
      const [topAt, totalAt] = [tops.address / 8, totals.address / 8]
      for (let i = 0; i < count; i++) doubles[totalAt + i] = log1p(doubles[totalAt + i])
      if (name === 'logSoftmax') {
        lessRows(input.address, count, n, output.address, tops.address, totals.address)
        output.store(out, row * n, count * n)
      } else {
        for (let i = 0; i < count; i++) {
          const top = doubles[topAt + i]
          out[row + i] = top - top === 0 ? top + doubles[totalAt + i] : top
        }
      }
    }
  })
  return true
}
