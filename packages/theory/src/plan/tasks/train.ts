/** Trains one limit model. */

import { type LimitRun, type RunNames, type Settings, trainLimitModel } from '@multiview/network'
import type { TaskKind } from './kind.ts'

export interface TrainTask {
  readonly kind: 'train'
  readonly settings: Settings
  readonly names: RunNames
  /** Records the race of the views about every this many steps; 0 records nothing. */
  readonly raceInterval: number
}

export const train: TaskKind<TrainTask, LimitRun> = {
  kind: 'train',
  kept: true,
  run: ({ settings, names, raceInterval }, progress) =>
    trainLimitModel(settings, names, { raceInterval, progress }),
}
