/**
 * Trains one limit model on mixed samples, and counts how often it is right on fresh samples that
 * show one view.
 */

import {
  countErrors,
  drawTestSet,
  featureCount,
  featureIndex,
  limitModel,
  memberOutputs,
  type RunNames,
  type Settings,
  startOf,
  trainedNetwork,
  trainingSetOf,
} from '@multiview/network'
import {
  mixedLimitModel,
  relativeEntropy,
  trainOnObjective,
  withConstantSum,
} from '@multiview/network/mixture'
import { stream } from '@multiview/tensor'
import * as v from 'valibot'
import { count, finite, finiteArray } from '../../files/numbers.ts'
import type { TaskKind } from './kind.ts'
import { type MixedSamples, mixedSamplesOf } from './mixed-samples.ts'
import { ofTraining, without } from './reads.ts'

export interface MixedTask {
  readonly kind: 'mixed'
  readonly settings: Settings
  readonly names: RunNames
  readonly samples: MixedSamples
  /** The number of pairs of samples, for midpoints; otherwise 0. */
  readonly pairs: number
  /** The sum of Σz of both own views of a training sample (V = 2); 0 leaves them as drawn. */
  readonly viewSum: number
  /** Fresh single-view samples of every (class, present view). */
  readonly testPerCell: number
}

export interface MixedResult {
  readonly steps: number
  /** Relative entropy of the softmax and the labels of the mixed samples, at the end. */
  readonly loss: number
  /** Original training samples that the trained network misclassifies. */
  readonly trainingErrors: number
  /** a at the end, [V·k, k·m]. */
  readonly featureCorrelation: Float64Array
  /**
   * Share of the fresh single-view samples that show a view that are classified correctly, [V·k],
   * view ℓ of class i at V·i + ℓ − 1.
   */
  readonly right: Float64Array
}

export const mixed: TaskKind<MixedTask, MixedResult> = {
  kind: 'mixed',
  kept: true,
  reads: [...without(ofTraining, 'targetMargin', 'labelSmoothing'), 'patches'],
  run: ({ settings, names, samples, pairs, viewSum, testPerCell }, progress, checkpoint) => {
    const { classes } = settings
    const drawn = trainingSetOf(settings, names)
    const data = viewSum > 0 ? withConstantSum(drawn, viewSum) : drawn
    const mixture = mixedSamplesOf(data, samples, pairs, stream(names.seed, 'mixed samples', names.dataset))
    const model = mixedLimitModel(data, mixture, settings, startOf(settings, names, data))
    const run = trainOnObjective(model, relativeEntropy(mixture.label, classes), settings, {
      record: (step, loss) => progress(step, loss),
      checkpoint,
    })
    const weights = model.weights()
    const { featureCorrelation } = weights
    return {
      steps: run.steps,
      loss: run.loss,
      trainingErrors: countErrors(limitModel(data, settings, weights).outputs(), data.label),
      featureCorrelation,
      right: shareRight(settings, names, featureCorrelation, testPerCell),
    }
  },
  isResult: ({ settings }, value) =>
    v.is(
      v.looseObject({
        steps: count,
        loss: finite,
        trainingErrors: count,
        featureCorrelation: finiteArray(featureCount(settings) * settings.classes * settings.neurons),
        right: finiteArray(featureCount(settings)),
      }),
      value,
    ),
}

const shareRight = (
  settings: Settings,
  names: RunNames,
  featureCorrelation: Float64Array,
  perCell: number,
): Float64Array => {
  const { seed, dataset } = names
  const test = drawTestSet('single', settings, perCell, stream(seed, 'one view', dataset))
  const outputs = memberOutputs(trainedNetwork(settings, names, featureCorrelation), test, 'one view')
  const right = new Float64Array(featureCount(settings))
  test.label.forEach((own, n) => {
    const cell = featureIndex(own, test.presentView[n], settings)
    right[cell] += (1 - countErrors(outputs.exact(n), Int32Array.of(own))) / perCell
  })
  return right
}
