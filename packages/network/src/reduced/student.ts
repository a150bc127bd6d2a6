/** A student: how its distillation is asked for, and its result. */

import { pow } from '@multiview/tensor/math'
import { crossEntropy } from '../objective/cross-entropy.ts'
import { distillation } from '../objective/distillation.ts'
import { countErrors } from '../objective/errors.ts'
import { relaid, visibleLayout } from '../objective/output-layout.ts'
import type { DistillationSettings, Settings } from '../settings/settings.ts'
import {
  ownStrength,
  type ReducedRun,
  type ReducedRunOptions,
  type ReducedSetup,
  startStrength,
  type TraineeState,
} from './run.ts'
import type { ReducedCorrelation, Trainee } from './trainee.ts'

export interface StudentOptions<S> extends ReducedRunOptions<S> {
  /** Trains the student on the labels before distillation, as in Theorem 4. */
  readonly afterTraining: boolean
  /** T/t₁ ≥ 1: the run lasts this many times its training time t₁, in Σ η. */
  readonly duration: number
  /** How many moments are kept, in geometric progression from t₁ to T; 1 only if T = t₁. */
  readonly moments: number
  /** t₁ is at least this Σ η; the default is 0. */
  readonly notBefore?: number | undefined
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
  /**
   * Whether the student matched its teacher, at the training time t₁. Otherwise it ran out of
   * steps.
   */
  readonly isDone: boolean
  /** The moment t₁, and later ones up to T: fewer than asked for if it ran out of steps. */
  readonly moments: readonly StudentMoment[]
  /** Mean over samples of Σ_i [p_i^τ(G) − p_i^τ(F)]^+ at the end. */
  readonly distance: number
  /**
   * F on the training samples at the end, in the slots of the classes that each shows: a student
   * may teach the next network.
   */
  readonly outputs: Float64Array
}

/** The end of a distillation, with any step rule. */
interface DistillationEnd extends Pick<StudentRun, 'steps' | 'time' | 'isDone' | 'moments'> {
  /** F on the training samples, in the model's layout. */
  readonly outputs: Float64Array
}

/** @param scaled the teacher's outputs times `teacherScale`, in the visible layout. */
export const studentOf = (
  settings: Settings & DistillationSettings,
  { data, start }: Pick<ReducedSetup, 'data' | 'start'>,
  model: Pick<Trainee<TraineeState>, 'layout' | 'correlation' | 'certificate'>,
  scaled: Float64Array,
  { outputs, ...run }: DistillationEnd,
): StudentRun => {
  const { classes, neurons, temperature } = settings
  const { layout } = model
  const goal = relaid(visibleLayout(data), scaled, layout)
  // This comes before the certificate, which may promote a neuron and so change the layout.
  const gradient = new Float64Array(outputs.length)
  const atEnd = {
    loss: crossEntropy(data.label, classes, layout).evaluate(outputs, gradient),
    distance: distillation(layout, goal, { temperature, masked: true }).evaluate(outputs, gradient),
    trainingErrors: countErrors(outputs, data.label, layout),
    outputs: relaid(layout, outputs, visibleLayout(data)),
  }
  const correlation = model.correlation()
  const certificate = model.certificate()
  return {
    ...correlation,
    ...atEnd,
    ...run,
    initialStrength: startStrength(start, settings),
    strength: ownStrength(correlation.own, neurons),
    certificate,
    largestIdle: certificate.largestIdle,
  }
}

/** @throws RangeError for a duration or a number of moments that is not allowed. */
export const checkMoments = (duration: number, count: number): void => {
  if (!(duration >= 1 && Number.isFinite(duration)))
    throw new RangeError(`distillReducedModel: the duration is ${duration}; it is T/t₁, at least 1.`)
  if (duration === 1 ? count !== 1 : !(Number.isInteger(count) && count >= 2))
    throw new RangeError(
      `distillReducedModel: moments is ${count}; it is 1 for a duration of 1, else a whole number of at least 2.`,
    )
}

/** The time of moment j of `count`: t₁ · duration^{j/(count−1)}. */
export const dueTime = (trainingTime: number, duration: number, j: number, count: number): number =>
  trainingTime * pow(duration, j / (count - 1))
