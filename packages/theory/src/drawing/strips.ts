import type { Point } from './figure.ts'

/**
 * A value with its place along an axis of columns, of which the first is 0, the second 1 and so on.
 */
export interface Placed {
  readonly x: number
  readonly value: number
}

/**
 * Places draws side by side in their order around `center`, so that equal draws do not hide each
 * other.
 */
export function sideBySide(values: readonly number[], center: number, width = 0.5): Placed[] {
  return values.map((value, at) => ({
    x: center + (at - (values.length - 1) / 2) * (width / values.length),
    value,
  }))
}

/**
 * Places many draws as a cloud around `center`. Neighbours in the sorted list land far apart, and
 * each draw always lands in the same place.
 */
export function scattered(values: readonly number[], center: number, width = 0.5): Placed[] {
  const goldenRatio = 0.6180339887498949
  return values.map((value, at) => ({ x: center + (((at * goldenRatio) % 1) - 0.5) * width, value }))
}

/** The positive values of points, which a logarithmic axis can show. */
export function positiveValues(points: readonly Point[]): number[] {
  return points.flatMap(({ value }) => (value !== null && value > 0 ? [value] : []))
}
