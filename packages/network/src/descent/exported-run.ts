/** A run as arrays that another program can read and replay. */

import { fromNdarray, type Tensor } from '@multiview/tensor'
import { countErrors } from '../objective/errors.ts'
import type { DescentRun } from './descend.ts'

export interface ExportedArray {
  /** The name of the array in the export, such as `aSnapshot`. */
  readonly name: string
  /**
   * One symbol per axis: N samples, P patches, k classes, m neurons of a class, 2k features (3k for
   * three views), d, T steps, C snapshots.
   */
  readonly axes: readonly string[]
  /** float64 or int32. */
  readonly values: Tensor
}

export interface ExportedRun {
  /** T, the steps taken. */
  readonly steps: number
  /** The loss at the end. */
  readonly loss: number
  /** Training samples that the trained network misclassifies. */
  readonly trainingErrors: number
  readonly arrays: readonly ExportedArray[]
}

/** An array in C order, without copying it. */
export const exported = (
  name: string,
  axes: readonly string[],
  data: Float64Array | Int32Array,
  shape: readonly number[],
): ExportedArray => ({ name, axes, values: view(data, shape) })

/** The states of all snapshots, one after another, and the step before which each was taken. */
export const exportedSnapshots = (
  name: string,
  axes: readonly string[],
  states: readonly Float64Array[],
  shape: readonly number[],
): ExportedArray => {
  const all = new Float64Array(states.reduce((size, state) => size + state.length, 0))
  let at = 0
  for (const state of states) {
    all.set(state, at)
    at += state.length
  }
  return exported(name, ['C', ...axes], all, [states.length, ...shape])
}

/** What every run has: the steps η_t and the loss before each. */
export const exportedDescent = ({ stepSizes, losses }: DescentRun): ExportedArray[] => [
  exported('eta', ['T'], stepSizes, [stepSizes.length]),
  exported('loss', ['T'], losses, [losses.length]),
]

/** The same arrays and how the run ended. */
export const exportedRun = (
  run: DescentRun,
  label: Int32Array,
  arrays: readonly ExportedArray[],
): ExportedRun => ({
  steps: run.steps,
  loss: run.loss,
  trainingErrors: countErrors(run.outputs, label),
  arrays,
})

const view = (data: Float64Array | Int32Array, shape: readonly number[]): Tensor => {
  const stride = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, n) => product * n, 1))
  return fromNdarray({ data, shape, stride, offset: 0 })
}
