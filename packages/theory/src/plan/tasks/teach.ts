/** Trains one reduced limit model that may teach others. */

import { type ReducedTeacher, type RunNames, type Settings, trainReducedModel } from '@multiview/network'
import type { TaskKind } from './kind.ts'
import { ofTraining } from './reads.ts'
import { isReducedRun } from './reduced-result.ts'

export interface TeachTask {
  readonly kind: 'teach'
  readonly settings: Settings
  readonly names: RunNames
  /**
   * About how many steps pass between two records of the race of the views. The default is no
   * record.
   */
  readonly raceInterval?: number
}

export const teach: TaskKind<TeachTask, ReducedTeacher> = {
  kind: 'teach',
  kept: true,
  reads: ofTraining,
  run: ({ settings, names, raceInterval }, progress, checkpoint) =>
    trainReducedModel(settings, names, { raceInterval, progress, checkpoint }),
  isResult: ({ settings }, value) => isReducedRun(settings, value),
}
