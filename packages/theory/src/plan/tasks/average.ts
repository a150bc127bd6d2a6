/** Trains several limit models as one average of their outputs. */

import {
  averageModel,
  countErrors,
  featureCount,
  limitModel,
  type Settings,
  startOf,
  trainingSetOf,
  trainOnLabels,
} from '@multiview/network'
import * as v from 'valibot'
import { count, finite, finiteArray } from '../../files/numbers.ts'
import type { TaskKind } from './kind.ts'
import { ofTraining } from './reads.ts'

export interface AverageTask {
  readonly kind: 'average'
  readonly settings: Settings
  readonly seed: number
  readonly dataset: string
  /** The name of each member's initialization. */
  readonly initializations: readonly string[]
}

export interface AverageResult {
  readonly steps: number
  readonly loss: number
  /** Training samples that the average gets wrong. */
  readonly trainingErrors: number
  /** a of each member at the end, [2k, k·m]. */
  readonly featureCorrelations: Float64Array[]
}

export const average: TaskKind<AverageTask, AverageResult> = {
  kind: 'average',
  kept: true,
  reads: ofTraining,
  run: ({ settings, seed, dataset, initializations }, progress, checkpoint) => {
    const data = trainingSetOf(settings, { seed, dataset })
    const members = initializations.map(initialization =>
      limitModel(data, settings, startOf(settings, { seed, dataset, initialization }, data)),
    )
    const run = trainOnLabels(averageModel(members), data, settings, {
      record: (step, loss) => progress(step, loss),
      checkpoint,
    })
    return {
      steps: run.steps,
      loss: run.loss,
      trainingErrors: countErrors(run.outputs, data.label),
      featureCorrelations: members.map(member => member.featureCorrelation()),
    }
  },
  isResult: ({ settings, initializations }, value) =>
    v.is(
      v.object({
        steps: count,
        loss: finite,
        trainingErrors: count,
        featureCorrelations: v.pipe(
          v.array(finiteArray(featureCount(settings) * settings.classes * settings.neurons)),
          v.length(initializations.length),
        ),
      }),
      value,
    ),
}
