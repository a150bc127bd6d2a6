/**
 * The matrix product C = αAB + βC of strided matrices, float64 and float32, by the fastest way that has the same bits.
 *
 * Summation order, whatever runs: every element starts from +0 and adds its products in the order of k, each product
 * rounded to the element type first.
 */
import { engine, type FloatArray } from '../engine.ts'
import { type Blend, KEEP_PRODUCT } from './blend.ts'
import { gemmBlocked } from './blocked.ts'
import { gemmPlain } from './plain.ts'

/** Below this many multiplications the copies in and out cost more than the kernel gains. */
const WORTH_A_CALL = 4096

/**
 * Writes αAB + βC to C, where A is m × k, B is k × n and C is m × n. Offsets and strides are in elements; a stride may
 * be negative, and that of A or B also 0. C may not overlap A or B. All three arrays are of one type. Returns true:
 * it serves every case.
 */
export const gemm = (
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
): boolean => {
  const kernels = m > 1 && n > 1 && m * n * k >= WORTH_A_CALL ? engine() : null
  if (kernels === null) {
    gemmPlain(
      m,
      n,
      k,
      a,
      aOffset,
      aRowStride,
      aColumnStride,
      b,
      bOffset,
      bRowStride,
      bColumnStride,
      c,
      cOffset,
      cRowStride,
      cColumnStride,
      scales,
    )
  } else {
    gemmBlocked(
      kernels,
      m,
      n,
      k,
      a,
      aOffset,
      aRowStride,
      aColumnStride,
      b,
      bOffset,
      bRowStride,
      bColumnStride,
      c,
      cOffset,
      cRowStride,
      cColumnStride,
      scales,
    )
  }
  return true
}

/**
 * `count` products whose matrices lie one after the other, `aStep`, `bStep` and `cStep` elements apart; a step of 0
 * uses one matrix of A or B for all. The other arguments are those of `gemm`, strides as [row, column].
 */
export const gemmBatched = (
  count: number,
  [m, n, k]: readonly [number, number, number],
  a: FloatArray,
  aStep: number,
  aStrides: readonly [number, number],
  b: FloatArray,
  bStep: number,
  bStrides: readonly [number, number],
  c: FloatArray,
  cStep: number,
  cStrides: readonly [number, number],
  scales: Blend = KEEP_PRODUCT,
): void => {
  for (let i = 0; i < count; i++)
    gemm(m, n, k, a, i * aStep, ...aStrides, b, i * bStep, ...bStrides, c, i * cStep, ...cStrides, scales)
}
