/** Trains one limit model. */

import {
  type LimitRun,
  type LimitWeights,
  type RunCheckpoint,
  type RunNames,
  type Settings,
  trainLimitModel,
} from '@multiview/network'
import * as v from 'valibot'
import type { TaskKind } from './kind.ts'
import { checkpointSteps } from './offer.ts'

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
  run: ({ settings, names, raceInterval }, progress, course) =>
    trainLimitModel(settings, names, {
      raceInterval,
      progress,
      ...(course && { checkpoints: { every: checkpointSteps, keep: course.keep } }),
      ...(course?.from !== undefined && { from: course.from as RunCheckpoint<LimitWeights> }),
    }),
  isResult: ({ settings: { classes, neurons } }, value) => v.is(runOf(classes, neurons), value),
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const finite = v.pipe(v.number(), v.finite())
const finiteArray = (length: number) =>
  v.pipe(
    v.instance(Float64Array),
    v.check(array => array.length === length && array.every(Number.isFinite)),
  )

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
