/** Trains one limit model. */

import { type LimitRun, type RunNames, type Settings, trainLimitModel } from '@multiview/network'
import * as v from 'valibot'
import { count, finite, finiteArray } from '../../files/numbers.ts'
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
  run: ({ settings, names, raceInterval }, progress, checkpoint) =>
    trainLimitModel(settings, names, { raceInterval, progress, checkpoint }),
  isResult: ({ settings: { classes, neurons } }, value) => v.is(runOf(classes, neurons), value),
}

/** A run of k classes with m neurons each, as a file must hold it. */
const runOf = (classes: number, neurons: number) =>
  v.looseObject({
    steps: count,
    loss: finite,
    trainingErrors: count,
    initialStrength: finiteArray(2 * classes),
    finalStrength: finiteArray(2 * classes),
    featureCorrelation: finiteArray(2 * classes * classes * neurons),
    race: v.nullable(v.strictObject({ step: v.array(count), strength: v.array(v.array(finite)) })),
  })
