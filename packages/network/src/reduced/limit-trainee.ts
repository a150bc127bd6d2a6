/**
 * The limit model in training, with the results of the reduced model: every neuron is computed, at
 * steps that all weights share. It is the check of the reduced model at small k, and it trains
 * networks of which all neurons grow at once, at q = 2.
 */

import { smoothedRelu } from '../activation/smoothed-relu.ts'
import type { Dataset } from '../data/dataset.ts'
import { classOfFeature } from '../data/features.ts'
import { stepRule } from '../descent/common-rule.ts'
import { type CommonStepState, commonStepFlow } from '../descent/common-step.ts'
import type { Model } from '../descent/model.ts'
import { type LimitWeights, limitModel } from '../limit/model.ts'
import { denseLayout } from '../objective/output-layout.ts'
import { pathWork } from '../objective/path-work.ts'
import { objectiveOf } from '../objective/sample-field.ts'
import type { Settings } from '../settings/settings.ts'
import { mostPatches } from './certificate.ts'
import type { FeatureRows } from './feature-rows.ts'
import type { ReducedStart } from './start.ts'
import type { Trainee } from './trainee.ts'

/**
 * The longest step of a distillation, as a share of the time before it. If student and teacher
 * agree, nothing else limits a step, and one step could take the run far beyond its end.
 */
const longestShare = 0.1
/** A neuron on a feature of another class counts as grown from this share of ϱ on. */
const grownShare = 0.01

/** @throws SettingError for a step rule without steps that all weights share. */
export const limitTrainee = (
  data: Dataset,
  settings: Settings,
  start: ReducedStart,
  rows: FeatureRows,
): Trainee<CommonStepState> => {
  const { classes, views } = data.settings
  const { neurons, power, threshold } = settings
  const all = classes * neurons
  const model = limitModel(data, settings, limitStart(rows, settings, start))
  const weightsOf = model as Required<Pick<Model, 'state' | 'restore'>>
  const layout = denseLayout(data.size, classes)
  let passes = 0
  /** The model, with its passes counted. A run that resumes repeats the last one. */
  const counted: Model = {
    ...model,
    outputs: () => {
      passes++
      return model.outputs()
    },
    state: () => [...weightsOf.state(), Float64Array.of(passes - 1)],
    restore: state => {
      weightsOf.restore(state.slice(0, -1))
      passes = state[state.length - 1][0]
    },
  }
  /** Every a, and whether its neuron is of another class than the feature and has not grown. */
  const each = (use: (a: number, at: { ofClass: number; neuron: number; feature: number }) => void): void => {
    const a = model.featureCorrelation()
    for (let feature = 0, at = 0; feature < views * classes; feature++)
      for (let ofClass = 0; ofClass < classes; ofClass++)
        for (let neuron = 0; neuron < neurons; neuron++, at++) use(a[at], { ofClass, neuron, feature })
  }
  const isOwn = (feature: number, ofClass: number): boolean =>
    classOfFeature(feature, data.settings) === ofClass
  return {
    layout,
    begin: fieldIn => {
      const field = fieldIn(layout)
      return commonStepFlow(counted, objectiveOf(layout, field), {
        rule: stepRule(settings),
        ...(!field.isGradient && { work: pathWork(), longestShare }),
      })
    },
    correlation: () => {
      const own = new Float64Array(views * all)
      const promoted: number[] = []
      each((a, { ofClass, neuron, feature }) => {
        if (isOwn(feature, ofClass)) own[feature * neurons + neuron] = a
        else if (a > grownShare * threshold) promoted.push(ofClass, neuron, feature, a)
      })
      return { own, promoted: Float64Array.from(promoted) }
    },
    certificate: () => {
      let promoted = 0
      let largest = 0
      each((a, { ofClass, feature }) => {
        if (isOwn(feature, ofClass)) return
        if (a > grownShare * threshold) promoted++
        else largest = Math.max(largest, a)
      })
      const largestIdle = largest * largestWeight(data)
      const computed = passes * data.feature.length * all
      return {
        largestIdle,
        outputBound: mostPatches(data) * neurons * smoothedRelu(largestIdle, power, threshold),
        promoted,
        computed,
        full: computed,
        drawn: 0,
        replayed: 0,
      }
    },
  }
}

/** All blocks of a start together, as the limit model takes them. */
export const limitStart = (
  { ofFeature, sampleOf }: FeatureRows,
  { classes, neurons }: Pick<Settings, 'classes' | 'neurons'>,
  start: ReducedStart,
): LimitWeights => {
  const all = classes * neurons
  const featureCorrelation = new Float64Array(ofFeature.length * all)
  const noiseCorrelation = new Float64Array(sampleOf.length * all)
  for (let ofClass = 0; ofClass < classes; ofClass++)
    ofFeature.forEach((rows, feature) => {
      const { a, b } = start.block(ofClass, feature)
      featureCorrelation.set(a, feature * all + ofClass * neurons)
      rows.forEach((row, p) => {
        noiseCorrelation.set(b.subarray(p * neurons, (p + 1) * neurons), row * all + ofClass * neurons)
      })
    })
  return { featureCorrelation, noiseCorrelation }
}

/** At least the weight of any patch, of a training sample or a fresh one. */
const largestWeight = ({ settings }: Dataset): number => {
  const { ownWeight, weakViewWeight, otherWeight, singleViewOtherWeight, viewFactors } = settings
  return Math.max(
    ownWeight[1] * Math.max(...viewFactors),
    weakViewWeight[1],
    otherWeight[1],
    singleViewOtherWeight[1],
  )
}
