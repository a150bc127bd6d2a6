/**
 * Trains one limit model and measures the extremes of its correlations with features during the
 * run, and how much of each sample's noise it memorizes.
 */

import {
  classOfFeature,
  countErrors,
  type Dataset,
  featureCount,
  type LimitWeights,
  limitModel,
  limitProof,
  type RunNames,
  type Settings,
  startOf,
  trainingSetOf,
  trainOnLabels,
  viewOfFeature,
  viewStrength,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import * as v from 'valibot'
import { count, finite, finiteArray, wholeArray } from '../../files/numbers.ts'
import { recordOf, type TaskKind } from './kind.ts'
import { ofTraining } from './reads.ts'

export interface AnatomyTask {
  readonly kind: 'anatomy'
  readonly settings: Settings
  readonly names: RunNames
  /**
   * A control: every sample gets the label of another one, so that labels do not depend on
   * features.
   */
  readonly shuffledLabels: boolean
}

export interface AnatomyResult {
  readonly steps: number
  readonly trainingErrors: number
  /** Λ at the start and at the end, [V·k]. */
  readonly initialStrength: Float64Array
  readonly finalStrength: Float64Array
  /**
   * max_{i, j≠i, r, ℓ} ⟨w_{i,r}, v_{j,ℓ}⟩ and min over all features, the extremes over the whole
   * run.
   */
  readonly largestOffClass: number
  readonly leastCorrelation: number
  /**
   * The class of each training sample, and the view it shows: 1 to V, 0 for a multi-view sample;
   * [N].
   */
  readonly label: Int32Array
  readonly presentView: Int32Array
  /** max_{r,p} |⟨w_{y,r}, ξ_p⟩| and max_{i≠y,r,p} |⟨w_{i,r}, ξ_p⟩| at the end, [N]. */
  readonly ownNoise: Float64Array
  readonly otherNoise: Float64Array
  /**
   * Σ_{r,p} (change of ⟨w_{y,r}, ξ_p⟩)², [N]: how much the neurons of its class memorize of a
   * sample's noise.
   */
  readonly remembered: Float64Array
  /**
   * The part of it on the patches of v_{y,ℓ}, in the neuron of class y that correlates most with
   * v_{y,ℓ} at the end, [N, 2].
   */
  readonly throughView: Float64Array
}

/** The extremes so far, which a checkpoint holds besides the descent. */
interface Extremes {
  readonly largestOffClass: number
  readonly leastCorrelation: number
}

/** Steps between two measurements of the correlations. */
const lookEvery = 20

export const anatomy: TaskKind<AnatomyTask, AnatomyResult> = {
  kind: 'anatomy',
  kept: true,
  reads: ofTraining,
  isResult: ({ settings }, value) => v.is(anatomyOf(settings), value),
  run: ({ settings, names, shuffledLabels }, progress, checkpoint) => {
    const saved = recordOf<Extremes>(checkpoint)
    const { classes, neurons } = settings
    const drawn = trainingSetOf(settings, names)
    const data = shuffledLabels ? withShuffledLabels(drawn, names) : drawn
    const start = startOf(settings, names, data)
    const model = limitModel(data, settings, start)
    const measure = limitProof(model, data)
    let largestOffClass = saved?.largestOffClass ?? Number.NEGATIVE_INFINITY
    let leastCorrelation = saved?.leastCorrelation ?? Number.POSITIVE_INFINITY
    // The values of the last measurement, which is made at the end.
    let noise: Pick<AnatomyResult, 'ownNoise' | 'otherNoise'> = {
      ownNoise: new Float64Array(0),
      otherNoise: new Float64Array(0),
    }
    const run = trainOnLabels<Extremes>(model, data, settings, {
      checkpoint,
      recorded: () => ({ largestOffClass, leastCorrelation }),
      record: (step, loss, { isLast, outputs, time }) => {
        progress(step, loss)
        if (!isLast && step % lookEvery !== 0) return
        const seen = measure({ step, time, loss }, outputs)
        largestOffClass = Math.max(largestOffClass, ...seen.largestOffClass)
        leastCorrelation = Math.min(leastCorrelation, ...seen.leastCorrelation)
        noise = { ownNoise: seen.ownNoise, otherNoise: seen.otherNoise }
      },
    })
    const end = model.weights()
    return {
      steps: run.steps,
      trainingErrors: countErrors(run.outputs, data.label),
      initialStrength: viewStrength(start.featureCorrelation, classes, neurons),
      finalStrength: viewStrength(end.featureCorrelation, classes, neurons),
      largestOffClass,
      leastCorrelation,
      label: data.label,
      presentView: data.presentView,
      ...noise,
      ...memory(data, neurons, start, end),
    }
  },
}

const withShuffledLabels = (data: Dataset, { seed, dataset }: RunNames): Dataset => {
  const order = stream(seed, 'shuffled labels', dataset).permutation(data.size)
  return { ...data, label: Int32Array.from(order, n => data.label[n]) }
}

/**
 * How much of each sample's noise the neurons of its class memorized, and how much of it belongs to
 * each view.
 */
const memory = (
  data: Dataset,
  neurons: number,
  start: LimitWeights,
  end: LimitWeights,
): Pick<AnatomyResult, 'remembered' | 'throughView'> => {
  const all = data.settings.classes * neurons
  const remembered = new Float64Array(data.size)
  const { views } = data.settings
  const throughView = new Float64Array(views * data.size)
  for (let n = 0; n < data.size; n++)
    for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++) {
      const feature = data.feature[p]
      const first = data.label[n] * neurons
      const knows =
        classOfFeature(feature, { views }) === data.label[n]
          ? bestNeuron(end.featureCorrelation, feature, data.label[n] * neurons, neurons, all)
          : -1
      for (let c = first; c < first + neurons; c++) {
        const change = end.noiseCorrelation[p * all + c] - start.noiseCorrelation[p * all + c]
        remembered[n] += change * change
        if (c === knows) throughView[views * n + viewOfFeature(feature, { views }) - 1] += change * change
      }
    }
  return { remembered, throughView }
}

/** Of m neurons from `first` on, those of a class, the one that correlates most with a feature. */
const bestNeuron = (
  a: Float64Array,
  feature: number,
  first: number,
  neurons: number,
  all: number,
): number => {
  let best = first
  for (let c = first; c < first + neurons; c++) if (a[feature * all + c] > a[feature * all + best]) best = c
  return best
}

const anatomyOf = ({ classes, views, samples }: Settings) => {
  const features = featureCount({ classes, views })
  return v.strictObject({
    steps: count,
    trainingErrors: count,
    initialStrength: finiteArray(features),
    finalStrength: finiteArray(features),
    largestOffClass: finite,
    leastCorrelation: finite,
    label: wholeArray(samples),
    presentView: wholeArray(samples),
    ownNoise: finiteArray(samples),
    otherNoise: finiteArray(samples),
    remembered: finiteArray(samples),
    throughView: finiteArray(views * samples),
  })
}
