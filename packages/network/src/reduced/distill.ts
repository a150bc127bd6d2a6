/**
 * Distillation into a reduced limit model, from scratch (Theorem 3) or after training (Theorem 4).
 */

import { pow } from '@multiview/tensor/math'
import { descentPart } from '../descent/checkpointing.ts'
import { descend } from '../descent/descend.ts'
import { type StepRule, stepRule } from '../descent/step-rule.ts'
import { alongPath } from '../objective/along-path.ts'
import { crossEntropy } from '../objective/cross-entropy.ts'
import { distillation } from '../objective/distillation.ts'
import { countErrors } from '../objective/errors.ts'
import { outputCount, relaid, visibleLayout } from '../objective/output-layout.ts'
import { weightedSum } from '../objective/weighted-sum.ts'
import type { RunNames } from '../settings/run-names.ts'
import type { DistillationSettings, Settings } from '../settings/settings.ts'
import { validSettings } from '../settings/validate.ts'
import { coverageOf } from './coverage.ts'
import type { ReducedCorrelation } from './model.ts'
import { ownStrength, type ReducedRun, reducedTraining, startStrength } from './run.ts'
import { type ReducedCheckpoint, type ReducedTrainOptions, trainPrepared } from './train.ts'

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
   * Whether the student matched its teacher, at the training time t₁; else it ran out of steps.
   */
  readonly isDone: boolean
  /** The moment t₁, and later ones up to T: fewer than asked for if it ran out of steps. */
  readonly moments: readonly StudentMoment[]
  /** Mean over samples of Σ_i [p_i^τ(G) − p_i^τ(F)]^+ at the end. */
  readonly distance: number
}

export interface DistillOptions extends ReducedTrainOptions<StudentCheckpoint> {
  /** Trains the student on the labels before distillation, as in Theorem 4. */
  readonly afterTraining: boolean
  /** T/t₁ ≥ 1: the run lasts this many times its training time t₁, in Σ η. */
  readonly duration: number
  /** How many moments are kept, in geometric progression from t₁ to T; 1 only if T = t₁. */
  readonly moments: number
  /** t₁ is at least this Σ η; 0 unless given. */
  readonly notBefore?: number | undefined
}

/** A student at some step, of its training on the labels or of its distillation. */
export interface StudentCheckpoint extends ReducedCheckpoint {
  /** How far distillation has come; null before it begins. */
  readonly distillation: DistillationState | null
}

interface DistillationState {
  readonly moments: readonly StudentMoment[]
  /** t₁; NaN before. */
  readonly trainingTime: number
  /** Σ η before the last step. */
  readonly timeSoFar: number
  /** The work that is watched (objective/along-path.ts). */
  readonly work: number
}

/** Steps between two measurements of the coverage. */
const lookEvery = 10

/**
 * w ← w − η∇L(w) − η' E[Σ_i [p_i^τ(F) − p_i^τ(G)]^− ∇F_i]: (4.4), up to T = `duration`·t₁. The
 * training time t₁ is the first Σ η at which the student has no training error and its coverage of
 * its teacher is `targetReach`.
 *
 * Distillation must end: once the student has learned more than its teacher, its softmax gives
 * every class that neither has learned a little less than the teacher's does, and the output of
 * that class is pushed without end.
 *
 * @param teacher the teacher's outputs on the training set as `trainReducedModel` gives them,
 * averaged over an ensemble; scaled here.
 * @throws SettingError for invalid settings; RangeError when the teacher does not fit the training
 * set, the duration or the number of moments is not allowed, the loss diverges, or a checkpoint is
 * of another run and its numbers do not fit.
 * @example
 * const settings = { ...regimes.distillation, classes: 4, otherFeatureRate: 1, samples: 24, neurons: 4, maxSteps: 3 }
 * const names = { seed: 1, dataset: 'a', initialization: 'b' }
 * const { outputs } = trainReducedModel(settings, { ...names, initialization: 'teacher' })
 * distillReducedModel(settings, names, outputs, { afterTraining: false, duration: 1, moments: 1 }).isDone // false
 */
export const distillReducedModel = (
  given: Settings & DistillationSettings,
  names: RunNames,
  teacher: Float64Array,
  { afterTraining, duration, moments: count, notBefore = 0, progress, checkpoint }: DistillOptions,
): StudentRun => {
  const settings = validSettings(given, ['distillation'])
  const { classes, neurons, temperature, distillationRate, teacherScale, targetReach, maxSteps } = settings
  checkMoments(duration, count)
  const training = reducedTraining(settings, names)
  const { data, start, model } = training
  const teacherLayout = visibleLayout(data)
  const expected = outputCount(teacherLayout)
  if (teacher.length !== expected)
    throw new RangeError(
      `distillReducedModel: the teacher has ${teacher.length} outputs; this training set has ${expected}.`,
    )
  const from = checkpoint?.resumeFrom
  const begun = from?.distillation ?? null
  if (from !== undefined && begun !== null) model.restore(from.model)
  else if (afterTraining)
    trainPrepared(settings, training, {
      checkpoint: checkpoint && {
        ...checkpoint,
        save: state => checkpoint.save({ ...state, distillation: null }),
      },
    })
  const scaled = teacher.map(output => output * teacherScale)
  const coverage = coverageOf(teacherLayout, scaled, temperature)
  // A student that was trained first may have more slots.
  const goal = relaid(teacherLayout, scaled, model.layout)
  const taught = distillation(model.layout, goal, { temperature, masked: true })
  const labels = crossEntropy(data.label, classes, model.layout)
  const moments: StudentMoment[] = [...(begun?.moments ?? [])]
  let trainingTime = begun?.trainingTime ?? Number.NaN
  let isEnd = false
  let timeSoFar = begun?.timeSoFar ?? 0
  const errorsOf = (outputs: Float64Array): number => countErrors(outputs, data.label, model.layout)
  const note = (step: number, time: number, outputs: Float64Array): void => {
    moments.push({
      ...model.correlation(),
      step,
      time,
      reach: coverage(model.layout, outputs),
      trainingErrors: errorsOf(outputs),
    })
    isEnd = moments.length === count
  }
  const objective = alongPath(
    weightedSum([
      [1, labels],
      [distillationRate, taught],
    ]),
    begun?.work,
  )
  const run = descend(model, objective, {
    rule: inTime(stepRule(settings), () => timeSoFar),
    targetLoss: Number.NEGATIVE_INFINITY,
    maxSteps,
    isEnough: () => isEnd,
    checkpoint: descentPart(
      checkpoint && { ...checkpoint, resumeFrom: begun === null ? undefined : from },
      (): Omit<StudentCheckpoint, 'descent'> => ({
        model: model.state(),
        distillation: { moments: [...moments], trainingTime, timeSoFar, work: objective.work() },
      }),
    ),
    record: (step, loss, { time, outputs }) => {
      progress?.(step, loss)
      timeSoFar = time
      if (isEnd) return
      if (!Number.isNaN(trainingTime)) {
        if (time >= dueTime(trainingTime, duration, moments.length, count)) note(step, time, outputs)
        return
      }
      if (step % lookEvery !== 0 || time < notBefore) return
      if (coverage(model.layout, outputs) < targetReach || errorsOf(outputs) > 0) return
      trainingTime = time
      note(step, time, outputs)
    },
  })
  // Before the certificate, which may promote a neuron and with it change the layout.
  const gradient = new Float64Array(run.outputs.length)
  const atEnd = {
    loss: labels.evaluate(run.outputs, gradient),
    distance: taught.evaluate(run.outputs, gradient),
    trainingErrors: errorsOf(run.outputs),
  }
  const correlation = model.correlation()
  const certificate = model.certificate()
  return {
    ...correlation,
    ...atEnd,
    steps: run.steps,
    time: run.stepSizes.reduce((sum, size) => sum + size, 0),
    initialStrength: startStrength(start, classes),
    strength: ownStrength(correlation.own, neurons),
    certificate,
    largestIdle: certificate.largestIdle,
    isDone: !Number.isNaN(trainingTime),
    moments,
  }
}

const checkMoments = (duration: number, count: number): void => {
  if (!(duration >= 1 && Number.isFinite(duration)))
    throw new RangeError(`distillReducedModel: the duration is ${duration}; it is T/t₁, at least 1.`)
  if (duration === 1 ? count !== 1 : !(Number.isInteger(count) && count >= 2))
    throw new RangeError(
      `distillReducedModel: moments is ${count}; it is 1 for a duration of 1, else a whole number of at least 2.`,
    )
}

/** The time of moment j of `count`: t₁ · duration^{j/(count−1)}. */
const dueTime = (trainingTime: number, duration: number, j: number, count: number): number =>
  trainingTime * pow(duration, j / (count - 1))

/**
 * No step is longer than this share of the time before it. If student and teacher agree, nothing
 * else limits a step, and one step could take the run far beyond its end.
 */
const longestStep = 0.1

const inTime = (rule: StepRule, timeSoFar: () => number): StepRule => ({
  ...rule,
  next: (loss, relativeStep) => {
    const size = rule.next(loss, relativeStep)
    const time = timeSoFar()
    return time > 0 ? Math.min(size, longestStep * time) : size
  },
})
