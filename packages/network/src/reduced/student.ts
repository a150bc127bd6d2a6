/** A student: how its distillation is asked for, and what remains of it. */

import { crossEntropy } from '../objective/cross-entropy.ts'
import { distillation } from '../objective/distillation.ts'
import { countErrors } from '../objective/errors.ts'
import { relaid, visibleLayout } from '../objective/output-layout.ts'
import type { DistillationSettings, Settings } from '../settings/settings.ts'
import type { ReducedCorrelation, ReducedModel } from './model.ts'
import {
  ownStrength,
  type ReducedRun,
  type ReducedRunOptions,
  type ReducedSetup,
  startStrength,
} from './run.ts'

export interface StudentOptions<S> extends ReducedRunOptions<S> {
  /** Trains the student on the labels before distillation, as in Theorem 4. */
  readonly afterTraining: boolean
  /** How much longer than to `targetReach` the run lasts, as a share of that time. */
  readonly beyond: number
}

/** The student at some moment of its distillation. */
export interface StudentMoment extends ReducedCorrelation {
  readonly step: number
  /** Σ η since distillation began. */
  readonly time: number
  readonly trainingErrors: number
  /**
   * The coverage: the share of the teacher's pairs at the truncation level that the student has
   * matched.
   */
  readonly reach: number
}

/**
 * What remains of a student.
 *
 * Usage: `const student: StudentRun = distillReducedModel(settings, names, teacher, options)`
 */
export interface StudentRun extends ReducedRun {
  /** Whether the student reached `targetReach`; else it ran out of steps. */
  readonly isDone: boolean
  /** The moment of `targetReach` and moments of equal distance in time from there to the end. */
  readonly moments: readonly StudentMoment[]
  /** Mean over samples of Σ_i [p_i^τ(G) − p_i^τ(F)]^+ at the end. */
  readonly distance: number
}

/** The end of a distillation, by whatever step rule. */
interface DistillationEnd extends Pick<StudentRun, 'steps' | 'time' | 'isDone' | 'moments'> {
  /** F on the training samples, in the model's layout. */
  readonly outputs: Float64Array
}

/** @param scaled the teacher's outputs times `teacherScale`, in the visible layout. */
export const studentOf = (
  settings: Settings & DistillationSettings,
  { data, start }: Pick<ReducedSetup, 'data' | 'start'>,
  model: Pick<ReducedModel, 'layout' | 'correlation' | 'certificate'>,
  scaled: Float64Array,
  { outputs, ...run }: DistillationEnd,
): StudentRun => {
  const { classes, neurons, temperature } = settings
  const { layout } = model
  const goal = relaid(visibleLayout(data), scaled, layout)
  // Before the certificate, which may promote a neuron and with it change the layout.
  const gradient = new Float64Array(outputs.length)
  const atEnd = {
    loss: crossEntropy(data.label, classes, layout).evaluate(outputs, gradient),
    distance: distillation(layout, goal, { temperature, masked: true }).evaluate(outputs, gradient),
    trainingErrors: countErrors(outputs, data.label, layout),
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
