/**
 * Shared memory that a pool of threads reuses for each product. Matrices that are not in shared
 * memory are copied to it.
 */
import type { Data } from '../array/dtype.ts'
import { type FloatArray, type MatrixView, matrixView, transposedView } from '../array/matrix-view.ts'
import { copyRows } from './gemm/copy.ts'

/** Whether an array is in shared memory. */
export const isShared = (x: Data): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && x.buffer instanceof SharedArrayBuffer

/** A block of shared memory, as long as the longest request so far. */
export class Scratch {
  #buffer = new SharedArrayBuffer(0)

  /** `length` elements of the type of `like`, with arbitrary values. */
  floats<A extends Data = FloatArray>(like: A, length: number): A {
    const bytes = length * like.BYTES_PER_ELEMENT
    if (this.#buffer.byteLength < bytes) this.#buffer = new SharedArrayBuffer(bytes)
    const store = like.constructor as new (buffer: SharedArrayBuffer, offset: number, length: number) => A
    return new store(this.#buffer, 0, length)
  }

  /** An array in shared memory: the array itself if it is there already, otherwise a copy. */
  shareAll(x: FloatArray): FloatArray {
    if (isShared(x)) return x
    const copy = this.floats(x, x.length)
    copy.set(x)
    return copy
  }

  /**
   * A matrix in shared memory: the matrix itself if it is there already, otherwise a copy in the
   * same order.
   */
  share(x: MatrixView): MatrixView {
    if (isShared(x.data)) return x
    const { rows, columns, offset, rowStride, columnStride } = x
    const data = this.floats(x.data, rows * columns)
    if (Math.abs(columnStride) <= Math.abs(rowStride)) {
      copyRows(x.data, offset, rowStride, columnStride, rows, columns, data, 0, columns)
      return matrixView(data, rows, columns)
    }
    copyRows(x.data, offset, columnStride, rowStride, columns, rows, data, 0, rows)
    return transposedView(matrixView(data, columns, rows))
  }
}
