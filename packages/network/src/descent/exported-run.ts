/** A run as arrays that another program can read and replay. */

import { fromNdarray, type Tensor } from '@multiview/tensor'
import { countErrors } from '../objective/errors.ts'
import type { RunNames } from '../settings/run-names.ts'
import type { Settings } from '../settings/settings.ts'
import { batchesOf, batchOrderOf } from './batches.ts'
import type { DescentRun } from './descend.ts'

export interface ExportedArray {
  /** The name of the array in the export, such as `aSnapshot`. */
  readonly name: string
  /**
   * One symbol per axis: N samples, P patches, k classes, m neurons of a class, 2k features (3k for
   * three views), d, T steps, B samples of a batch, C snapshots.
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
  /** What step t is, as a formula in the names of the arrays. */
  readonly step: string
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

/**
 * What every run has: the steps η_t and the loss before each; and with mini-batches the samples of
 * each step, −1 where a batch has fewer than B.
 */
export const exportedDescent = (
  { stepSizes, losses }: DescentRun,
  { samples, batchSize }: Settings,
  names: RunNames,
): ExportedArray[] => {
  const eachStep = [
    exported('eta', ['T'], stepSizes, [stepSizes.length]),
    exported('loss', ['T'], losses, [losses.length]),
  ]
  if (batchSize === 0) return eachStep
  const batches = batchesOf(samples, batchSize, batchOrderOf(names))
  const most = Math.min(samples, batchSize)
  const batch = new Int32Array(stepSizes.length * most).fill(-1)
  for (let step = 0; step < stepSizes.length; step++) batch.set(batches(step), step * most)
  return [...eachStep, exported('batch', ['T', 'B'], batch, [stepSizes.length, most])]
}

/** The same arrays and how the run ended. */
export const exportedRun = (
  run: DescentRun,
  label: Int32Array,
  settings: Settings,
  arrays: readonly ExportedArray[],
): ExportedRun => ({
  steps: run.steps,
  loss: run.loss,
  trainingErrors: countErrors(run.outputs, label),
  step: stepOf(settings),
  arrays,
})

/** The step of a run with these settings, as a formula in the names of its arrays. */
const stepOf = ({ batchSize, momentum, weightDecay, labelSmoothing }: Settings): string => {
  const decayed = weightDecay === 0 ? '∇L(w)' : `∇L(w) + ${weightDecay}·w`
  const step =
    momentum === 0
      ? `w ← w − eta[t]·${weightDecay === 0 ? decayed : `(${decayed})`}`
      : `v ← ${momentum}·v + ${decayed}, then w ← w − eta[t]·v, from v = 0`
  return [
    step,
    `L: mean cross-entropy over ${batchSize === 0 ? 'all samples' : 'the samples batch[t], without −1'}`,
    ...(labelSmoothing === 0
      ? []
      : [
          `labels: 1 − ${labelSmoothing} on the class and ${labelSmoothing}/k on every class; loss is less by their entropy`,
        ]),
    ...(batchSize === 0 ? [] : ['loss: that of all samples']),
  ].join('; ')
}

/** −x + 0: a zero stays positive. */
export const negated = (x: Float64Array): Float64Array => x.map(value => 0 - value)

const view = (data: Float64Array | Int32Array, shape: readonly number[]): Tensor => {
  const stride = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, n) => product * n, 1))
  return fromNdarray({ data, shape, stride, offset: 0 })
}
