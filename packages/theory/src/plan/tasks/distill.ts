/** Teaches one reduced limit model by another's outputs, or by those of an ensemble. */

import {
  type DistillationSettings,
  distillReducedModel,
  type RunNames,
  type Settings,
  type StudentRun,
} from '@multiview/network'
import type { TaskKind } from './kind.ts'
import { isReducedRun } from './reduced-result.ts'

export interface DistillTask {
  readonly kind: 'distill'
  readonly settings: Settings & DistillationSettings
  readonly names: RunNames
  /**
   * The teacher's outputs on the training set, in the slots of the classes that each sample shows.
   */
  readonly teacher: Float64Array
  /** Trains the student on the labels first (Theorem 4). */
  readonly afterTraining: boolean
  /** How much longer than to `targetReach` the run lasts, as a share of that time. */
  readonly beyond: number
}

export const distill: TaskKind<DistillTask, StudentRun> = {
  kind: 'distill',
  kept: true,
  run: ({ settings, names, teacher, afterTraining, beyond }, progress, checkpoint) =>
    distillReducedModel(settings, names, teacher, { afterTraining, beyond, progress, checkpoint }),
  isResult: ({ settings }, value) => isReducedRun(settings, value),
}
