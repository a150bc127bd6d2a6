/**
 * The matrix product in plain TypeScript: what the kernel must equal to the last bit, and what runs in its place
 * where there is no WebAssembly or the matrices are too small to be worth a call.
 *
 * Summation order: every element starts from +0 and adds its products in the order of k; a product is rounded to the
 * element type before it is added, and so is the sum.
 */
import type { FloatArray } from '../engine.ts'
import { type Blend, blend, KEEP_PRODUCT } from './blend.ts'

/** The product of a row and four columns at once, to the four sums of `into`. */
type RowByFour = (
  k: number,
  a: FloatArray,
  aStart: number,
  aStep: number,
  b: FloatArray,
  starts: readonly number[],
  bStep: number,
  into: Float64Array,
) => void

const rowByFourDouble: RowByFour = (k, a, aStart, aStep, b, [b0, b1, b2, b3], bStep, into) => {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let p = 0, i = aStart, j = 0; p < k; p++, i += aStep, j += bStep) {
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

const { fround } = Math

const rowByFourSingle: RowByFour = (k, a, aStart, aStep, b, [b0, b1, b2, b3], bStep, into) => {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let p = 0, i = aStart, j = 0; p < k; p++, i += aStep, j += bStep) {
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

/** C = αAB + βC with strides in elements; see `gemm` for the meaning of the arguments. */
export const gemmPlain = (
  m: number,
  n: number,
  k: number,
  a: FloatArray,
  aOffset: number,
  aRowStride: number,
  aColumnStride: number,
  b: FloatArray,
  bOffset: number,
  bRowStride: number,
  bColumnStride: number,
  c: FloatArray,
  cOffset: number,
  cRowStride: number,
  cColumnStride: number,
  scales: Blend = KEEP_PRODUCT,
): void => {
  const rowByFour = c instanceof Float64Array ? rowByFourDouble : rowByFourSingle
  const sums = new Float64Array(4)
  const starts = [0, 0, 0, 0]
  for (let j = 0; j < n; j += 4) {
    const width = Math.min(4, n - j)
    // A missing column is read as the first one again, and its sum dropped.
    for (let q = 0; q < 4; q++) starts[q] = bOffset + (j + (q < width ? q : 0)) * bColumnStride
    for (let i = 0; i < m; i++) {
      rowByFour(k, a, aOffset + i * aRowStride, aColumnStride, b, starts, bRowStride, sums)
      const at = cOffset + i * cRowStride + j * cColumnStride
      for (let q = 0; q < width; q++) blend(c, at + q * cColumnStride, sums[q], scales)
    }
  }
}
