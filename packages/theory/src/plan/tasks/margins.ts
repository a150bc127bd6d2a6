/**
 * Trains one limit model on samples of which a few show their features weakly, and counts its
 * errors on fresh samples of both kinds.
 */

import {
  classOfFeature,
  countEnsembleErrors,
  countErrors,
  type Dataset,
  drawTestSet,
  limitModel,
  memberOutputs,
  type RunNames,
  type Settings,
  startOf,
  trainedNetwork,
  trainingSetOf,
  trainOnLabels,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import * as v from 'valibot'
import { count, finite } from '../../files/numbers.ts'
import type { TaskKind } from './kind.ts'
import { ofTraining } from './reads.ts'

export interface MarginsTask {
  readonly kind: 'margins'
  readonly settings: Settings
  readonly names: RunNames
  /** The share of the training samples of each class that have a small margin. */
  readonly smallFraction: number
  /** The weight of their own features, relative to that of other samples. */
  readonly smallMargin: number
  /** Fresh samples of every class and each of the two margins. */
  readonly testPerClass: number
}

export interface MarginsResult {
  readonly steps: number
  readonly loss: number
  /** Training samples that the trained network misclassifies. */
  readonly trainingErrors: number
  /** The share of fresh samples with small margins that the network gets wrong. */
  readonly smallError: number
  /** The same for the usual margins. */
  readonly largeError: number
  /**
   * The largest ⟨w, ξ⟩ of a neuron of the right class on a training sample with a small margin.
   */
  readonly smallNoise: number
}

export const margins: TaskKind<MarginsTask, MarginsResult> = {
  kind: 'margins',
  kept: true,
  reads: ofTraining,
  run: ({ settings, names, smallFraction, smallMargin, testPerClass }, progress, checkpoint) => {
    const drawn = trainingSetOf(settings, names)
    const isSmall = smallOnes(drawn, smallFraction)
    const data = withMargin(drawn, smallMargin, n => isSmall[n] === 1)
    const model = limitModel(data, settings, startOf(settings, names, data))
    const run = trainOnLabels(model, data, settings, {
      record: (step, loss) => progress(step, loss),
      checkpoint,
    })
    const { featureCorrelation, noiseCorrelation } = model.weights()
    const trained = trainedNetwork(settings, names, featureCorrelation, run.steps)
    const errorOn = (name: string, margin: number): number => {
      const drawn = drawTestSet('multi', settings, testPerClass, stream(names.seed, name, names.dataset))
      const fresh = withMargin(drawn, margin, () => true)
      return countEnsembleErrors([memberOutputs(trained, fresh, name)], fresh.label) / fresh.size
    }
    return {
      steps: run.steps,
      loss: run.loss,
      trainingErrors: countErrors(run.outputs, data.label),
      smallError: errorOn('small margins', smallMargin),
      largeError: errorOn('large margins', 1),
      smallNoise: ownNoise(data, noiseCorrelation, settings.neurons, isSmall),
    }
  },
  isResult: (_, value) =>
    v.is(
      v.object({
        steps: count,
        loss: finite,
        trainingErrors: count,
        smallError: finite,
        largeError: finite,
        smallNoise: finite,
      }),
      value,
    ),
}

/** [N] 1 for the first samples of each class, as many as the share says, else 0. */
const smallOnes = ({ label, settings }: Dataset, share: number): Int32Array => {
  const seen = new Int32Array(settings.classes)
  const inAll = new Int32Array(settings.classes)
  for (const own of label) inAll[own]++
  return label.map(own => (seen[own]++ < Math.round(share * inAll[own]) ? 1 : 0))
}

/** The data with the weights of the own features of some samples multiplied by a factor. */
const withMargin = (data: Dataset, factor: number, applies: (sample: number) => boolean): Dataset => {
  const weight = data.weight.slice()
  data.label.forEach((own, n) => {
    if (!applies(n)) return
    for (let row = data.firstPatch[n]; row < data.firstPatch[n + 1]; row++)
      if (classOfFeature(data.feature[row], data.settings) === own) weight[row] *= factor
  })
  return { ...data, weight }
}

const ownNoise = (
  { label, firstPatch, settings }: Dataset,
  b: Float64Array,
  neurons: number,
  isSmall: Int32Array,
): number => {
  const all = settings.classes * neurons
  let largest = 0
  label.forEach((own, n) => {
    if (isSmall[n] === 0) return
    for (let row = firstPatch[n]; row < firstPatch[n + 1]; row++)
      for (let r = 0; r < neurons; r++) largest = Math.max(largest, b[row * all + own * neurons + r])
  })
  return largest
}
