/** Trains one reduced limit model that may teach others. */

import { type ReducedTeacher, type RunNames, type Settings, trainReducedModel } from '@multiview/network'
import type { TaskKind } from './kind.ts'
import { isReducedRun } from './reduced-result.ts'

export interface TeachTask {
  readonly kind: 'teach'
  readonly settings: Settings
  readonly names: RunNames
}

export const teach: TaskKind<TeachTask, ReducedTeacher> = {
  kind: 'teach',
  kept: true,
  run: ({ settings, names }, progress, checkpoint) =>
    trainReducedModel(settings, names, { progress, checkpoint }),
  isResult: ({ settings }, value) => isReducedRun(settings, value),
}
