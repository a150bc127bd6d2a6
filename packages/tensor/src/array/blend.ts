/** How a matrix product is combined with the old values of C: αAB + βC. */
import type { Data } from './dtype.ts'
import { type Join, matrixProduct } from './matrix-product.ts'
import type { MatrixView } from './matrix-view.ts'

export interface Blend {
  readonly alpha: number
  /** With 0, the elements of C are not read, so NaN in C does not spread. */
  readonly beta: number
}

/** Writes the product without the old values: C = AB. */
export const KEEP_PRODUCT: Blend = { alpha: 1, beta: 0 }

const { fround } = Math

/**
 * Writes one element of αAB + βC. Both terms are rounded to the element type before they are added.
 */
export const blend = (c: Data, at: number, product: number, { alpha, beta }: Blend): void => {
  const single = c instanceof Float32Array
  const scaled = single ? fround(fround(alpha) * product) : alpha * product
  if (beta === 0) c[at] = scaled
  else c[at] = scaled + (single ? fround(fround(beta) * c[at]) : beta * c[at])
}

/**
 * Writes αAB + βC to C in plain TypeScript. A is [m, k], B is [k, n] and C is [m, n]. All stores
 * have the same type.
 */
export const blendedProduct = (
  a: MatrixView<Data>,
  b: MatrixView<Data>,
  c: MatrixView<Data>,
  scales: Blend = KEEP_PRODUCT,
): void => {
  const join: Join = (data, at, x) => blend(data, at, x, scales)
  matrixProduct(a, b, c, scales === KEEP_PRODUCT ? undefined : join)
}
