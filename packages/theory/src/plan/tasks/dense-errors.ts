/** Trains networks in R^d, and counts the errors of their average on fresh samples. */

import {
  countErrors,
  type DenseSettings,
  denseTrainingSetOf,
  denseWeightsOf,
  type Settings,
  trainOnLabels,
} from '@multiview/network'
import { countFreshErrors, type FreshErrors, gramModel, gramOf } from '@multiview/network/kernels'
import { namesOf } from '@multiview/network/mixture'
import { stream } from '@multiview/tensor'
import * as v from 'valibot'
import { count } from '../../files/numbers.ts'
import type { TaskKind } from './kind.ts'
import { ofTraining } from './reads.ts'

export interface DenseErrorsTask {
  readonly kind: 'dense-errors'
  readonly settings: Settings & DenseSettings
  readonly seed: number
  /** Names of the streams of each network, those of one data set one after another. */
  readonly members: readonly { readonly dataset: string; readonly initialization: string }[]
  /** Names the streams of the test set. */
  readonly testSet: string
  /** Single-view samples of every (class, present view). */
  readonly singlePerCell: number
  /** Multi-view samples of every class. */
  readonly multiPerClass: number
}

export interface DenseErrorsResult extends FreshErrors {
  /** Training samples that some network gets wrong. */
  readonly trainingErrors: number
  /** Steps of all networks. */
  readonly steps: number
}

export const denseErrors: TaskKind<DenseErrorsTask, DenseErrorsResult> = {
  kind: 'dense-errors',
  kept: true,
  reads: [...ofTraining, 'patches', ...namesOf('dense')],
  isResult: (_, value) =>
    v.is(
      v.strictObject({
        unknown: count,
        unknownErrors: count,
        known: count,
        knownErrors: count,
        multi: count,
        multiErrors: count,
        trainingErrors: count,
        steps: count,
      }),
      value,
    ),
  run: ({ settings, seed, members, testSet, singlePerCell, multiPerClass }, progress) => {
    let trainingErrors = 0
    let steps = 0
    let data = denseTrainingSetOf(settings, { seed, dataset: members[0].dataset })
    let gram = gramOf(data)
    const weights = members.map(({ dataset, initialization }, at) => {
      if (at > 0 && dataset !== members[at - 1].dataset) {
        data = denseTrainingSetOf(settings, { seed, dataset })
        gram = gramOf(data)
      }
      const model = gramModel(data, gram, settings, denseWeightsOf(settings, { seed, initialization }))
      const run = trainOnLabels(model, data, settings, { record: progress })
      trainingErrors += countErrors(run.outputs, data.label)
      steps += run.steps
      return model.weights()
    })
    const sizes = { perCell: singlePerCell, perClass: multiPerClass }
    const random = stream(seed, 'test set', testSet)
    return {
      ...countFreshErrors(settings, data.features, weights, sizes, random),
      trainingErrors,
      steps,
    }
  },
}
