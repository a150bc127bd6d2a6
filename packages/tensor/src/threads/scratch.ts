/**
 * Shared memory that a pool keeps from product to product: matrices that are not shared already are
 * copied there.
 */
import { type FloatArray, type MatrixView, matrixView, transposedView } from '../array/matrix-view.ts'
import { copyRows } from '../kernels/gemm/copy.ts'

/** Whether all threads see an array. */
export const isShared = (x: FloatArray): boolean => x.buffer instanceof SharedArrayBuffer

/** One stretch of shared memory, as long as the longest asked for. */
export class Scratch {
  #buffer = new SharedArrayBuffer(0)

  /** `length` elements of the type of `like`; what they hold is whatever was there. */
  floats(like: FloatArray, length: number): FloatArray {
    const bytes = length * like.BYTES_PER_ELEMENT
    if (this.#buffer.byteLength < bytes) this.#buffer = new SharedArrayBuffer(bytes)
    return like instanceof Float64Array
      ? new Float64Array(this.#buffer, 0, length)
      : new Float32Array(this.#buffer, 0, length)
  }

  /** An array in shared memory: itself if it is, else a copy. */
  shareAll(x: FloatArray): FloatArray {
    if (isShared(x)) return x
    const copy = this.floats(x, x.length)
    copy.set(x)
    return copy
  }

  /** A matrix in shared memory: itself if it is, else a copy in the order in which it lies. */
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
