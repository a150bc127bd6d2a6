/**
 * Trains one network that may teach others, with the reduced model or, as its settings say, with
 * the limit model.
 */

import { type ReducedTeacher, type RunNames, type Settings, trainReducedModel } from '@multiview/network'
import type { TaskKind } from './kind.ts'
import { ofTraining } from './reads.ts'
import { isReducedRun } from './reduced-result.ts'

export interface TrainReducedTask {
  readonly kind: 'train-reduced'
  readonly settings: Settings
  readonly names: RunNames
  /**
   * About how many steps pass between two records of the race of the views. The default is no
   * record.
   */
  readonly raceInterval?: number
}

export const trainReduced: TaskKind<TrainReducedTask, ReducedTeacher> = {
  kind: 'train-reduced',
  kept: true,
  reads: ofTraining,
  run: ({ settings, names, raceInterval }, progress, checkpoint) =>
    trainReducedModel(settings, names, { raceInterval, progress, checkpoint }),
  isResult: ({ settings }, value) => isReducedRun(settings, value),
}
