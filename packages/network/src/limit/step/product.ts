/**
 * A sparse matrix times the panels of plain.ts: what takes the correlations of a network to the
 * preactivations of mixed samples, and gradients back. Each number is summed from +0 in the order
 * of the row's entries, in the plain loop and in WebAssembly, so that both give the same bits.
 */

import { type LimitStep, type LimitStepShape, lanes } from './plain.ts'

/** A sparse matrix by rows. */
export interface SparseRows {
  /** [rows+1] first entry of each row. */
  readonly first: Int32Array
  /** [entries] */
  readonly column: Int32Array
  /** [entries] */
  readonly value: Float64Array
}

/** The network, the mixed samples, and how their preactivations depend on the correlations. */
export interface MixedStepShape {
  /**
   * Its patches are the mixed patches. They have weight 0, so that no feature counts, and noise of
   * length 1.
   */
  readonly inner: LimitStepShape
  /** [S, V]: from V rows of correlations to S mixed preactivations. */
  readonly mixing: SparseRows
  /** [V, S]: from −∂L/∂u of mixed preactivations to the change of the correlations. */
  readonly back: SparseRows
}

/** A step on mixed samples with any kernel. */
export interface MixedStep {
  /** Its b are the mixed preactivations u; after its `backward`, `slope` is −∂L/∂u. */
  readonly inner: LimitStep
  /** Correlations, [panels, V, 10]. */
  readonly state: Float64Array
  /** Their change at unit step, [panels, V, 10]. */
  readonly change: Float64Array
  /** Writes the mixed preactivations of `state` into `inner.arrays.b`. */
  mixState(): void
  /** Writes `change`, from `inner.arrays.slope` after `inner.backward`. */
  unmix(): void
  /** Writes the change of the mixed preactivations over `inner.arrays.slope`. */
  mixChange(): void
  /** state += step · change. */
  advance(step: number): void
}

/** to [panels, rows, 10] = matrix · from [panels, columns, 10], panel by panel. */
export const panelProduct = (
  { first, column, value }: SparseRows,
  panels: number,
  from: Float64Array,
  to: Float64Array,
): void => {
  const rows = first.length - 1
  const columns = from.length / (panels * lanes)
  const total = new Float64Array(lanes)
  for (let panel = 0; panel < panels; panel++)
    for (let row = 0; row < rows; row++) {
      total.fill(0)
      for (let e = first[row]; e < first[row + 1]; e++) {
        const at = (panel * columns + column[e]) * lanes
        for (let c = 0; c < lanes; c++) total[c] += value[e] * from[at + c]
      }
      to.set(total, (panel * rows + row) * lanes)
    }
}

/**
 * diag(scale) · matrixᵀ, for a matrix with `columns` columns; the entries of a row stay in order.
 */
export const scaledTranspose = (matrix: SparseRows, columns: number, scale: Float64Array): SparseRows => {
  const first = new Int32Array(columns + 1)
  for (const at of matrix.column) first[at + 1]++
  for (let at = 0; at < columns; at++) first[at + 1] += first[at]
  const next = first.slice()
  const column = new Int32Array(matrix.column.length)
  const value = new Float64Array(matrix.column.length)
  for (let row = 0; row + 1 < matrix.first.length; row++)
    for (let e = matrix.first[row]; e < matrix.first[row + 1]; e++) {
      const to = next[matrix.column[e]]++
      column[to] = row
      value[to] = scale[matrix.column[e]] * matrix.value[e]
    }
  return { first, column, value }
}
