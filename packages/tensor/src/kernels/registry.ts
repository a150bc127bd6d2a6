/**
 * Where fast kernels register beside the plain loops. An op asks here first and falls back to its plain loop, so
 * that nothing else knows which one ran.
 */

import { gemm } from './gemm/gemm.ts'

/** The stores a kernel works on: all of one kind. */
export type FloatData = Float64Array | Float32Array

/**
 * c[i,j] = Σ_l a[i,l]·b[l,j] for an m×k and a k×n matrix, each element the sequential sum over l in its own
 * precision (float32 rounds each product and each sum), so that the plain loop gives the same bits.
 * Strides are in elements, may be negative, and are 0 on a repeated axis; `c` is zeroed on entry.
 * Returns false if it does not serve this case; the plain loop then does.
 */
export type Gemm = (
  m: number,
  n: number,
  k: number,
  a: FloatData,
  aOffset: number,
  aRowStride: number,
  aColStride: number,
  b: FloatData,
  bOffset: number,
  bRowStride: number,
  bColStride: number,
  c: FloatData,
  cOffset: number,
  cRowStride: number,
  cColStride: number,
) => boolean

export interface Kernels {
  gemm?: Gemm
}

/** The kernels in use. Only the ops that use kernels import this file, so that a bundle without them has none. */
export const kernels: Kernels = { gemm }
