/** Trains one limit model. */

import {
  featureCount,
  type LimitRun,
  type RunNames,
  type Settings,
  trainLimitModel,
} from '@multiview/network'
import * as v from 'valibot'
import { count, finite, finiteArray } from '../../files/numbers.ts'
import type { TaskKind } from './kind.ts'
import { ofTraining } from './reads.ts'

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
  reads: ofTraining,
  run: ({ settings, names, raceInterval }, progress, checkpoint) =>
    trainLimitModel(settings, names, { raceInterval, progress, checkpoint }),
  isResult: ({ settings }, value) => v.is(runOf(settings), value),
}

/** A run with these settings, as a file must hold it. */
const runOf = (settings: Settings) => {
  const features = featureCount(settings)
  return v.looseObject({
    steps: count,
    loss: finite,
    trainingErrors: count,
    initialStrength: finiteArray(features),
    finalStrength: finiteArray(features),
    featureCorrelation: finiteArray(features * settings.classes * settings.neurons),
    race: v.nullable(v.strictObject({ step: v.array(count), strength: v.array(v.array(finite)) })),
  })
}
