/**
 * The matrix product in plain TypeScript. It is the oracle: the kernels give the same bits. It runs
 * without WebAssembly, and for matrices that are too small for a kernel call to pay off.
 *
 * Summation order: every element starts from +0 and adds its products in the order of the inner
 * axis. A product is rounded to the element type before it is added. The sum is rounded too.
 */
import type { Data } from './dtype.ts'
import type { MatrixView } from './matrix-view.ts'

const { fround } = Math

/** Writes an element of the product into the store of C. */
export type Join = (c: Data, at: number, product: number) => void

/** Computes the products of one row with four columns and writes them to `into`. */
type RowByFour = (
  depth: number,
  a: Data,
  aStart: number,
  aStep: number,
  b: Data,
  starts: readonly number[],
  bStep: number,
  into: Float64Array,
) => void

const rowByFourDouble: RowByFour = (depth, a, aStart, aStep, b, [b0, b1, b2, b3], bStep, into) => {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let p = 0, i = aStart, j = 0; p < depth; p++, i += aStep, j += bStep) {
    const x = a[i]
    s0 += x * b[b0 + j]
    s1 += x * b[b1 + j]
    s2 += x * b[b2 + j]
    s3 += x * b[b3 + j]
  }
  into[0] = s0
  into[1] = s1
  into[2] = s2
  into[3] = s3
}

const rowByFourSingle: RowByFour = (depth, a, aStart, aStep, b, [b0, b1, b2, b3], bStep, into) => {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let p = 0, i = aStart, j = 0; p < depth; p++, i += aStep, j += bStep) {
    const x = a[i]
    s0 = fround(s0 + fround(x * b[b0 + j]))
    s1 = fround(s1 + fround(x * b[b1 + j]))
    s2 = fround(s2 + fround(x * b[b2 + j]))
    s3 = fround(s3 + fround(x * b[b3 + j]))
  }
  into[0] = s0
  into[1] = s1
  into[2] = s2
  into[3] = s3
}

const rowByFourWhole: RowByFour = (depth, a, aStart, aStep, b, [b0, b1, b2, b3], bStep, into) => {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let p = 0, i = aStart, j = 0; p < depth; p++, i += aStep, j += bStep) {
    const x = a[i]
    s0 = (s0 + Math.imul(x, b[b0 + j])) | 0
    s1 = (s1 + Math.imul(x, b[b1 + j])) | 0
    s2 = (s2 + Math.imul(x, b[b2 + j])) | 0
    s3 = (s3 + Math.imul(x, b[b3 + j])) | 0
  }
  into[0] = s0
  into[1] = s1
  into[2] = s2
  into[3] = s3
}

/**
 * Writes AB to C, or combines it with C through `join`. A is [m, k], B is [k, n] and C is [m, n]. C
 * is float64, or all three are float32 or int32.
 */
export const matrixProduct = (
  a: MatrixView<Data>,
  b: MatrixView<Data>,
  c: MatrixView<Data>,
  join: Join = (c, at, product) => {
    c[at] = product
  },
): void => {
  const rowByFour =
    c.data instanceof Float64Array
      ? rowByFourDouble
      : c.data instanceof Float32Array
        ? rowByFourSingle
        : rowByFourWhole
  const sums = new Float64Array(4)
  const starts = [0, 0, 0, 0]
  for (let j = 0; j < c.columns; j += 4) {
    const width = Math.min(4, c.columns - j)
    // For a missing column the first column is read again, and its sum is dropped.
    for (let q = 0; q < 4; q++) starts[q] = b.offset + (j + (q < width ? q : 0)) * b.columnStride
    for (let i = 0; i < c.rows; i++) {
      const from = a.offset + i * a.rowStride
      rowByFour(a.columns, a.data, from, a.columnStride, b.data, starts, b.rowStride, sums)
      const at = c.offset + i * c.rowStride + j * c.columnStride
      for (let q = 0; q < width; q++) join(c.data, at + q * c.columnStride, sums[q])
    }
  }
}
