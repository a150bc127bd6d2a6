/** What remains of a student when it has been taught. */

import { crossEntropy } from '../objective/cross-entropy.ts'
import { distillation } from '../objective/distillation.ts'
import { relaid, visibleLayout } from '../objective/output-layout.ts'
import type { DistillationSettings, Settings } from '../settings/settings.ts'
import type { ReducedCorrelation, ReducedModel } from './model.ts'
import { layoutErrors, ownStrength, type ReducedRun, type ReducedSetup, startStrength } from './run.ts'

/** The student at some moment of its distillation. */
export interface StudentMoment extends ReducedCorrelation {
  readonly step: number
  /** Σ η since distillation began. */
  readonly time: number
  readonly trainingErrors: number
  /** Share of what the teacher sees that it has reached. */
  readonly reach: number
}

export interface StudentRun extends ReducedRun {
  /** Whether the student reached what its teacher sees, and did not merely run out of steps. */
  readonly isDone: boolean
  /** The moment of `targetReach` and moments of equal distance in time from there to the end. */
  readonly moments: readonly StudentMoment[]
  /** Mean over samples of Σ_i [p_i^τ(G) − p_i^τ(F)]^+ at the end. */
  readonly distance: number
}

/** @param scaled the teacher's outputs times `teacherScale`, in the visible layout. */
export const studentOf = (
  settings: Settings & DistillationSettings,
  { data, start }: Pick<ReducedSetup, 'data' | 'start'>,
  model: Pick<ReducedModel, 'layout' | 'correlation' | 'certificate'>,
  scaled: Float64Array,
  {
    outputs,
    ...run
  }: Pick<StudentRun, 'steps' | 'time' | 'isDone' | 'moments'> & { readonly outputs: Float64Array },
): StudentRun => {
  const { classes, neurons, temperature } = settings
  const { layout } = model
  // Before the certificate, which may promote a neuron and with it change the layout.
  const gradient = new Float64Array(outputs.length)
  const goal = relaid(visibleLayout(data), scaled, layout)
  const atEnd = {
    loss: crossEntropy(data.label, classes, layout).evaluate(outputs, gradient),
    distance: distillation(layout, goal, { temperature, masked: true }).evaluate(outputs, gradient),
    trainingErrors: layoutErrors(layout, outputs, data.label),
  }
  const correlation = model.correlation()
  const certificate = model.certificate()
  return {
    ...correlation,
    ...atEnd,
    ...run,
    initialStrength: startStrength(start, classes),
    strength: ownStrength(correlation.own, neurons),
    certificate,
    largestIdle: certificate.largestIdle,
  }
}
