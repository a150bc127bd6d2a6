/**
 * Lends copies of matrices for factorizations, in memory in which matrix products need no copying.
 */
import { fast } from '../../array/fast.ts'
import type { Matrix } from './matrix.ts'

/** For fewer numbers this memory brings no gain. */
const SMALL = 512

/** An odd multiple of 8, so that rows do not map to the same few cache sets. */
const strideOf = (columns: number): number => (((columns + 7) >> 3) | 1) << 3

/**
 * Calls `use` with copies of matrices. `use` may overwrite the copies, and they are invalid after
 * it returns. They lie in the same store, with contiguous rows. `use` may call no kernel except the
 * product.
 */
export function inWorkspace<M extends readonly Matrix[], T>(matrices: M, use: (...copies: M) => T): T {
  const length = matrices.reduce((sum, { rows, columns }) => sum + rows * strideOf(columns), 0)
  const run = (data: Float64Array, start: number): T => {
    let offset = start
    const copies = matrices.map(from => {
      const copy = { ...from, data, offset, rowStride: strideOf(from.columns), columnStride: 1 }
      for (let i = 0, at = from.offset; i < from.rows; i++, at += from.rowStride)
        data.set(from.data.subarray(at, at + from.columns), offset + i * copy.rowStride)
      offset += from.rows * copy.rowStride
      return copy
    })
    return use(...(copies as readonly Matrix[] as M))
  }
  return fast.lendDoubles && length >= SMALL
    ? fast.lendDoubles(length, run)
    : run(new Float64Array(length), 0)
}
