/**
 * Converts between matrices whose columns are neurons and the panels of a limit step
 * (step/plain.ts).
 */

import { lanes } from './step/plain.ts'

/** Where neuron c stands in the first row of its panel, when panels have `rows` rows. */
export const panelStart = (c: number, rows: number): number =>
  Math.floor(c / lanes) * rows * lanes + (c % lanes)

/** Puts the `columns` numbers of `row` from a place on into a row of panels with `rows` rows. */
export const rowToPanels = (
  row: Float64Array,
  from: number,
  columns: number,
  panels: Float64Array,
  at: number,
  rows: number,
): void => {
  for (let first = 0, to = at * lanes; first < columns; first += lanes, to += rows * lanes) {
    const width = Math.min(lanes, columns - first)
    for (let c = 0; c < width; c++) panels[to + c] = row[from + first + c]
  }
}

/**
 * Cuts a matrix [rows, columns] into panels [⌈columns/4⌉, rows, 4]; elements without a column keep
 * their values.
 */
export const toPanels = (matrix: Float64Array, columns: number, panels: Float64Array): void => {
  const rows = matrix.length / columns
  for (let row = 0; row < rows; row++) rowToPanels(matrix, row * columns, columns, panels, row, rows)
}

/** The inverse of `toPanels`, into `matrix`. */
export const fromPanels = (panels: Float64Array, matrix: Float64Array, columns: number): Float64Array => {
  const rows = matrix.length / columns
  for (let c = 0; c < columns; c++)
    for (let row = 0, from = panelStart(c, rows); row < rows; row++, from += lanes)
      matrix[row * columns + c] = panels[from]
  return matrix
}
