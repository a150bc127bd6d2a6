/**
 * Trains the tangent-kernel models of several initializations on one data set, each alone and all
 * as one average, and tests the models alone, their ensemble and the trained average on the same
 * fresh samples. If asked for, students as well: models of the same initializations that are
 * trained
 * on soft labels.
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
  trainOnTeacher,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import * as v from 'valibot'
import { count, finite } from '../../files/numbers.ts'
import { errorInUnitsOfMu, type SampleKind } from './fresh-samples.ts'
import type { TaskKind } from './kind.ts'
import { ofTraining } from './reads.ts'

export interface TangentTask {
  readonly kind: 'tangent'
  readonly settings: Settings
  readonly seed: number
  readonly dataset: string
  /** The name of each member's initialization. */
  readonly initializations: readonly string[]
  /** Single-view samples of every (class, present view). */
  readonly singlePerCell: number
  /** Multi-view samples of every class. */
  readonly multiPerClass: number
  /**
   * τ of the soft labels of students, one student of each kind for each member; no students unless
   * given.
   */
  readonly studentTemperature?: number
}

/** Mean errors of students in units of μ, one student for each initialization. */
export interface TangentStudents {
  /** Students of the ensemble. */
  readonly distilled: number
  /** Students of one other model each, the next one. */
  readonly selfDistilled: number
  /** Students of the trained average. */
  readonly ofAverage: number
}

export interface TangentResult {
  /** Mean error of the models alone, in units of μ. */
  readonly single: number
  /** Error of the average of their outputs, in units of μ. */
  readonly ensemble: number
  /** Error of the models trained as one average, in units of μ. */
  readonly average: number
  /** Models that err somewhere on the training set, the trained average and students among them. */
  readonly imperfect: number
  /** Students, if they were asked for. */
  readonly students?: TangentStudents
}

export const tangent: TaskKind<TangentTask, TangentResult> = {
  kind: 'tangent',
  kept: true,
  reads: ofTraining,
  run: (task, progress) => {
    const { settings, seed, dataset, initializations } = task
    const data = trainingSetOf(settings, { seed, dataset })
    const starts = initializations.map(initialization =>
      startOf(settings, { seed, dataset, initialization }, data),
    )
    const features = starts.map(start => tangentFeatures(data, settings, start))
    let imperfect = 0
    const record = (step: number, loss: number) => progress(step, loss)
    const outputsOf = ({ outputs }: { readonly outputs: Float64Array }): Float64Array => {
      if (countErrors(outputs, data.label) > 0) imperfect++
      return outputs
    }
    const train = (model: Model): Float64Array => outputsOf(trainOnLabels(model, data, settings, { record }))
    const alone = features.map(tangentModel)
    const outputs = alone.map(train)
    const together = features.map(tangentModel)
    const averaged = train(averageModel(together))

    const { studentTemperature: temperature } = task
    const taughtBy = (teacherOf: (member: number) => Float64Array): Float64Array[] =>
      temperature === undefined
        ? []
        : features.map((own, member) => {
            const student = tangentModel(own)
            outputsOf(trainOnTeacher(student, teacherOf(member), temperature, settings, { record }))
            return student.featureWeights()
          })
    const ensemble = sumOf(outputs).map(output => output / outputs.length)
    const weights: Weights = {
      alone: alone.map(model => model.featureWeights()),
      together: together.map(model => model.featureWeights()),
      distilled: taughtBy(() => ensemble),
      selfDistilled: taughtBy(member => outputs[(member + 1) % outputs.length]),
      ofAverage: taughtBy(() => averaged),
    }

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
        weights,
      )
    }
    const [single, multi] = [errors('single'), errors('multi')]
    const inUnits = (of: keyof typeof single): number =>
      errorInUnitsOfMu(single[of], multi[of], settings.singleViewFraction)
    return {
      single: inUnits('single'),
      ensemble: inUnits('ensemble'),
      average: inUnits('average'),
      imperfect,
      ...(temperature !== undefined && {
        students: {
          distilled: inUnits('distilled'),
          selfDistilled: inUnits('selfDistilled'),
          ofAverage: inUnits('ofAverage'),
        },
      }),
    }
  },
  isResult: ({ studentTemperature }, value) =>
    v.is(studentTemperature === undefined ? result : resultWithStudents, value),
}

const withoutStudents = { single: finite, ensemble: finite, average: finite, imperfect: count }
const result = /* @__PURE__ */ v.object(withoutStudents)
const resultWithStudents = /* @__PURE__ */ v.object({
  ...withoutStudents,
  students: v.object({ distilled: finite, selfDistilled: finite, ofAverage: finite }),
})

/** θ along the features of every model, by how the models were trained; one for each member. */
type Weights = Readonly<
  Record<'alone' | 'together' | 'distilled' | 'selfDistilled' | 'ofAverage', readonly Float64Array[]>
>

/** Shares of fresh samples on which they err. For models and for students it is the mean. */
const errorsOn = (
  { label, size }: Dataset,
  features: readonly ReturnType<typeof tangentFeatures>[],
  weights: Weights,
) => {
  const outputsWith = (of: keyof Weights) =>
    weights[of].map((own, member) => tangentOutputs(features[member], own))
  const alone = outputsWith('alone')
  const share = (outputs: Float64Array): number => countErrors(outputs, label) / size
  const meanShare = (all: readonly Float64Array[]): number =>
    all.reduce((total, each) => total + countErrors(each, label), 0) / all.length / size
  return {
    single: meanShare(alone),
    ensemble: share(sumOf(alone)),
    average: share(sumOf(outputsWith('together'))),
    distilled: meanShare(outputsWith('distilled')),
    selfDistilled: meanShare(outputsWith('selfDistilled')),
    ofAverage: meanShare(outputsWith('ofAverage')),
  }
}

/** The elementwise sum. An average has the factor 1/L, which changes no comparison. */
const sumOf = (all: readonly Float64Array[]): Float64Array =>
  all[0].map((_, at) => all.reduce((total, each) => total + each[at], 0))
