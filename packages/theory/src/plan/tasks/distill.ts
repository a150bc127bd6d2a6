/** Teaches one reduced limit model with the outputs of another one or of an ensemble. */

import {
  type DistillationSettings,
  distillReducedModel,
  type RunNames,
  type Settings,
  type StudentRun,
} from '@multiview/network'
import { namesOf } from '@multiview/network/mixture'
import type { TaskKind } from './kind.ts'
import { ofTraining } from './reads.ts'
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
  /** T/t₁: how many times its training time the run lasts. */
  readonly duration: number
  /** How many moments are kept, from t₁ to T. */
  readonly moments: number
  /** The least t₁ as a sum of step sizes η; the default is 0. */
  readonly notBefore?: number
}

export const distill: TaskKind<DistillTask, StudentRun> = {
  kind: 'distill',
  kept: true,
  reads: [...ofTraining, ...namesOf('distillation')],
  run: ({ settings, names, teacher, ...options }, progress, checkpoint) =>
    distillReducedModel(settings, names, teacher, { ...options, progress, checkpoint }),
  isResult: ({ settings }, value) => isReducedRun(settings, value),
}
