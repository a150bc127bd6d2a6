/**
 * Trains the tangent-kernel models of several initializations on one data set, each alone and all
 * as one average, and tests the models alone, their ensemble and the trained average on the same
 * fresh samples.
 */

import {
  averageModel,
  countErrors,
  type Dataset,
  drawNoiseCorrelation,
  drawTestSet,
  type Model,
  type Settings,
  startOf,
  tangentFeatures,
  tangentModel,
  tangentOutputs,
  trainingSetOf,
  trainOnLabels,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import * as v from 'valibot'
import { count, finite } from '../../files/numbers.ts'
import { errorInUnitsOfMu, type SampleKind } from './fresh-samples.ts'
import type { TaskKind } from './kind.ts'

export interface TangentTask {
  readonly kind: 'tangent'
  readonly settings: Settings
  readonly seed: number
  readonly dataset: string
  /** One for each member. */
  readonly initializations: readonly string[]
  /** Single-view samples of every (class, present view). */
  readonly singlePerCell: number
  /** Multi-view samples of every class. */
  readonly multiPerClass: number
}

export interface TangentResult {
  /** Errors in units of μ: the mean of the models alone, … */
  readonly single: number
  /** … the average of their outputs, … */
  readonly ensemble: number
  /** … and the average trained as one. */
  readonly average: number
  /** Models that err somewhere on the training set, the trained average among them. */
  readonly imperfect: number
}

export const tangent: TaskKind<TangentTask, TangentResult> = {
  kind: 'tangent',
  kept: true,
  run: (task, progress) => {
    const { settings, seed, dataset, initializations } = task
    const data = trainingSetOf(settings, { seed, dataset })
    const starts = initializations.map(initialization =>
      startOf(settings, { seed, dataset, initialization }, data),
    )
    const features = starts.map(start => tangentFeatures(data, settings, start))
    let imperfect = 0
    const train = (model: Model): void => {
      const { outputs } = trainOnLabels(model, data, settings, {
        record: (step, loss) => progress(step, loss),
      })
      if (countErrors(outputs, data.label) > 0) imperfect++
    }
    const alone = features.map(tangentModel)
    for (const model of alone) train(model)
    const together = features.map(tangentModel)
    train(averageModel(together))

    const errors = (kind: SampleKind) => {
      const random = stream(seed, 'tangent test set', dataset, kind)
      const fresh = drawTestSet(
        kind,
        settings,
        kind === 'single' ? task.singlePerCell : task.multiPerClass,
        random,
      )
      return errorsOn(
        fresh,
        starts.map(({ featureCorrelation }, member) =>
          tangentFeatures(fresh, settings, {
            featureCorrelation,
            noiseCorrelation: drawNoiseCorrelation(
              fresh,
              settings,
              stream(seed, 'tangent test noise', initializations[member], dataset, kind),
            ),
          }),
        ),
        alone.map(model => model.featureWeights()),
        together.map(model => model.featureWeights()),
      )
    }
    const [single, multi] = [errors('single'), errors('multi')]
    const inUnits = (of: 'single' | 'ensemble' | 'average'): number =>
      errorInUnitsOfMu(single[of], multi[of], settings.singleViewFraction)
    return {
      single: inUnits('single'),
      ensemble: inUnits('ensemble'),
      average: inUnits('average'),
      imperfect,
    }
  },
  isResult: (_, value) => v.is(result, value),
}

const result = /* @__PURE__ */ v.object({
  single: finite,
  ensemble: finite,
  average: finite,
  imperfect: count,
})

/** Shares of fresh samples on which they err, for weights trained alone and together. */
const errorsOn = (
  { label, size }: Dataset,
  features: readonly ReturnType<typeof tangentFeatures>[],
  alone: readonly Float64Array[],
  together: readonly Float64Array[],
) => {
  const outputs = alone.map((weights, member) => tangentOutputs(features[member], weights))
  const ofAverage = together.map((weights, member) => tangentOutputs(features[member], weights))
  const errors = outputs.reduce((total, each) => total + countErrors(each, label), 0)
  return {
    single: errors / outputs.length / size,
    ensemble: countErrors(sumOf(outputs), label) / size,
    average: countErrors(sumOf(ofAverage), label) / size,
  }
}

/** Elementwise; the factor 1/L of an average changes no comparison. */
const sumOf = (all: readonly Float64Array[]): Float64Array =>
  all[0].map((_, at) => all.reduce((total, each) => total + each[at], 0))
