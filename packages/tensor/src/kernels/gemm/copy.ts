/** Copies strided blocks between the arrays of the caller and the memory of the engine. */

import { type Blend, blend } from '../../array/blend.ts'
import type { FloatArray, MatrixView } from '../../array/matrix-view.ts'

/** Rows of at least this length are copied by `set` of typed arrays. */
const LONG = 24

/**
 * Copies `rows` rows of `columns` elements to rows that are `toRowStride` apart. Contiguous rows
 * are copied at once.
 */
export const copyRows = (
  from: FloatArray,
  fromOffset: number,
  fromRowStride: number,
  fromColumnStride: number,
  rows: number,
  columns: number,
  to: FloatArray,
  toOffset: number,
  toRowStride: number,
): void => {
  let source = fromOffset
  let target = toOffset
  if (fromColumnStride === 1 && fromRowStride === columns && toRowStride === columns) {
    to.set(from.subarray(source, source + rows * columns), target)
    return
  }
  if (fromColumnStride === 1 && columns >= LONG) {
    for (let i = 0; i < rows; i++, source += fromRowStride, target += toRowStride)
      to.set(from.subarray(source, source + columns), target)
    return
  }
  for (let i = 0; i < rows; i++, source += fromRowStride, target += toRowStride)
    for (let j = 0, at = source; j < columns; j++, at += fromColumnStride) to[target + j] = from[at]
}

/** Combines a block of finished products, with rows `fromRowStride` apart, with the caller's C. */
export const blendRows = (
  from: FloatArray,
  fromOffset: number,
  fromRowStride: number,
  { data: to, rows, columns, offset, rowStride, columnStride }: MatrixView,
  scales: Blend,
): void => {
  const plainCopy = scales.alpha === 1 && scales.beta === 0
  const difference = scales.alpha === -1 && scales.beta === 1
  if (plainCopy && columnStride === 1 && rowStride === columns && fromRowStride === columns) {
    to.set(from.subarray(fromOffset, fromOffset + rows * columns), offset)
    return
  }
  for (let i = 0; i < rows; i++) {
    const source = fromOffset + i * fromRowStride
    const target = offset + i * rowStride
    if (difference) for (let j = 0; j < columns; j++) to[target + j * columnStride] -= from[source + j]
    else if (!plainCopy)
      for (let j = 0; j < columns; j++) blend(to, target + j * columnStride, from[source + j], scales)
    else if (columnStride === 1 && columns >= LONG) to.set(from.subarray(source, source + columns), target)
    else for (let j = 0; j < columns; j++) to[target + j * columnStride] = from[source + j]
  }
}
