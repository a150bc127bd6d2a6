/** Trains several limit models as one average of their outputs. */

import {
  averageModel,
  crossEntropy,
  descend,
  errorsOf,
  limitModel,
  type Settings,
  startOf,
  stepRule,
  trainingSetOf,
} from '@multiview/network'
import type { TaskKind } from './kind.ts'

export interface AverageTask {
  readonly kind: 'average'
  readonly settings: Settings
  readonly seed: number
  readonly dataset: string
  /** One for each member. */
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
  run: ({ settings, seed, dataset, initializations }, progress) => {
    const data = trainingSetOf(settings, { seed, dataset })
    const members = initializations.map(initialization =>
      limitModel(data, settings, startOf(settings, { seed, dataset, initialization }, data)),
    )
    const run = descend(averageModel(members), crossEntropy(data.label, settings.classes), {
      rule: stepRule(settings),
      targetLoss: settings.targetLoss,
      maxSteps: settings.maxSteps,
      record: (step, loss) => progress(step, loss),
    })
    return {
      steps: run.steps,
      loss: run.loss,
      trainingErrors: errorsOf(run.outputs, data.label),
      featureCorrelations: members.map(member => member.featureCorrelation()),
    }
  },
}
