/** How a product joins what C holds: αAB + βC. */
import type { FloatArray } from '../engine.ts'

export interface Blend {
  readonly alpha: number
  /** With 0 what C held is not read, so that NaN there does not spread. */
  readonly beta: number
}

/** C = AB. */
export const KEEP_PRODUCT: Blend = { alpha: 1, beta: 0 }

const { fround } = Math

/** Both products are rounded to the element type before they are added. */
export const blend = (c: FloatArray, at: number, product: number, { alpha, beta }: Blend): void => {
  const single = c instanceof Float32Array
  const scaled = single ? fround(fround(alpha) * product) : alpha * product
  if (beta === 0) c[at] = scaled
  else c[at] = scaled + (single ? fround(fround(beta) * c[at]) : beta * c[at])
}
