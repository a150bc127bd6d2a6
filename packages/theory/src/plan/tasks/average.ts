/** Trains several limit models as one average of their outputs. */

import {
  averageModel,
  crossEntropy,
  type DescentCheckpoint,
  descend,
  errorsOf,
  type LimitWeights,
  limitModel,
  type Settings,
  startOf,
  stepRule,
  trainingSetOf,
} from '@multiview/network'
import type { TaskKind } from './kind.ts'
import { offer } from './offer.ts'

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

interface AverageCheckpoint {
  readonly descent: DescentCheckpoint
  /** Of each member. */
  readonly weights: readonly LimitWeights[]
}

export const average: TaskKind<AverageTask, AverageResult> = {
  kind: 'average',
  kept: true,
  run: ({ settings, seed, dataset, initializations }, progress, course) => {
    const from = course?.from as AverageCheckpoint | undefined
    const data = trainingSetOf(settings, { seed, dataset })
    const members = initializations.map((initialization, member) =>
      limitModel(
        data,
        settings,
        from?.weights[member] ?? startOf(settings, { seed, dataset, initialization }, data),
      ),
    )
    const run = descend(averageModel(members), crossEntropy(data.label, settings.classes), {
      rule: stepRule(settings),
      targetLoss: settings.targetLoss,
      maxSteps: settings.maxSteps,
      ...(from && { from: from.descent }),
      record: (step, loss, { checkpoint }) => {
        progress(step, loss)
        offer(
          course,
          step,
          (): AverageCheckpoint => ({
            descent: checkpoint(),
            weights: members.map(member => member.weights()),
          }),
        )
      },
    })
    return {
      steps: run.steps,
      loss: run.loss,
      trainingErrors: errorsOf(run.outputs, data.label),
      featureCorrelations: members.map(member => member.featureCorrelation()),
    }
  },
}
