/**
 * Trains a dense network and its limit on the same data for the same time, and says how far apart
 * they end.
 */

import {
  type DenseSettings,
  denseModel,
  denseTrainingSetOf,
  denseWeightsOf,
  type LimitWeights,
  limitModel,
  limitOf,
  type RunNames,
  type Settings,
  trainOnLabels,
  viewStrength,
} from '@multiview/network'
import { namesOf } from '@multiview/network/mixture'
import * as v from 'valibot'
import { finite } from '../../files/numbers.ts'
import type { TaskKind } from './kind.ts'
import { ofTraining, without } from './reads.ts'

export interface DenseAndLimitTask {
  readonly kind: 'dense-and-limit'
  /**
   * Training takes exactly `maxSteps` steps, since the comparison is at a fixed time; a target of
   * the loss or of the margin is not read.
   */
  readonly settings: Settings & DenseSettings
  readonly names: RunNames
  /**
   * The initialization whose correlations the limit starts from; that of `names` unless it is a
   * control.
   */
  readonly limitInitialization: string
}

export interface DenseAndLimitResult {
  /** √(Σ (dense − limit)² / Σ (limit − its start)²) over all of a and b at the end. */
  readonly distance: number
  /** Largest Λ of the limit at the end over that at the start. */
  readonly growth: number
  /** Largest Λ of the limit at the end. */
  readonly strongest: number
}

export const denseAndLimit: TaskKind<DenseAndLimitTask, DenseAndLimitResult> = {
  kind: 'dense-and-limit',
  kept: true,
  reads: [...without(ofTraining, 'targetLoss', 'targetMargin'), 'patches', ...namesOf('dense')],
  isResult: (_, value) =>
    v.is(v.strictObject({ distance: finite, growth: finite, strongest: finite }), value),
  run: ({ settings, names, limitInitialization }, progress) => {
    const { classes, neurons } = settings
    const data = denseTrainingSetOf(settings, names)
    const w = denseWeightsOf(settings, names)
    const dense = denseModel(data, settings, w)
    const { data: table, weights: start } = limitOf(
      data,
      limitInitialization === names.initialization
        ? w
        : denseWeightsOf(settings, { ...names, initialization: limitInitialization }),
    )
    const limit = limitModel(table, settings, start)
    for (const model of [dense, limit])
      trainOnLabels(model, data, { ...settings, targetLoss: 0, targetMargin: 0 }, { record: progress })
    const end = limit.weights()
    const largest = ({ featureCorrelation }: LimitWeights): number =>
      Math.max(...viewStrength(featureCorrelation, classes, neurons))
    return {
      distance: Math.sqrt(
        squaredDistance(limitOf(data, dense.weights()).weights, end) / squaredDistance(end, start),
      ),
      growth: largest(end) / largest(start),
      strongest: largest(end),
    }
  },
}

const squaredDistance = (one: LimitWeights, other: LimitWeights): number => {
  let total = 0
  for (const name of ['featureCorrelation', 'noiseCorrelation'] as const)
    one[name].forEach((value, at) => {
      total += (value - other[name][at]) ** 2
    })
  return total
}
