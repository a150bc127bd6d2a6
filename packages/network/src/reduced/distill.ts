/**
 * Distillation into a reduced limit model, from scratch (Theorem 3) or after training (Theorem 4).
 */

import type { Dataset } from '../data/dataset.ts'
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
import { beforeDistillation, checkpointingOf } from './checkpointing-of-rule.ts'
import { coverageOf } from './coverage.ts'
import { distillMultirate, type MultirateStudentCheckpoint } from './multirate/distill.ts'
import { multirateTraining } from './multirate/train.ts'
import { ownStrength, type ReducedTraining, reducedTraining } from './run.ts'
import {
  checkMoments,
  dueTime,
  type StudentMoment,
  type StudentOptions,
  type StudentRun,
  studentOf,
} from './student.ts'
import { type ReducedCheckpoint, trainPrepared } from './train.ts'

/** Its checkpoints are those of the step rule of the run. */
export type DistillOptions = StudentOptions<StudentCheckpoint | MultirateStudentCheckpoint>

/** A student at common steps at some step, of its training on the labels or of its distillation. */
export interface StudentCheckpoint extends ReducedCheckpoint {
  /** How far distillation has come; null before it begins. */
  readonly distillation: DistillationState | null
}

interface DistillationState {
  readonly moments: readonly StudentMoment[]
  /** t₁; NaN until it is known. */
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
 * of another step rule or of another run and its numbers do not fit.
 * @example
 * const settings = { ...regimes.distillation, classes: 4, otherFeatureRate: 1, samples: 24, neurons: 4, maxSteps: 3 }
 * const names = { seed: 1, dataset: 'a', initialization: 'b' }
 * const { outputs } = trainReducedModel(settings, { ...names, initialization: 'teacher' })
 * distillReducedModel(settings, names, outputs, { afterTraining: false, duration: 1, moments: 1 }).isDone // true
 */
export const distillReducedModel = (
  given: Settings & DistillationSettings,
  names: RunNames,
  teacher: Float64Array,
  options: DistillOptions,
): StudentRun => {
  const settings = validSettings(given, ['distillation'])
  checkMoments(options.duration, options.moments)
  if (settings.stepRule === 'multirate') {
    const checkpoint = checkpointingOf('multirate', options.checkpoint)
    const training = multirateTraining(settings, names)
    const scaled = scaledTeacher(settings, training.data, teacher)
    return distillMultirate(settings, training, scaled, { ...options, checkpoint })
  }
  const checkpoint = checkpointingOf('common', options.checkpoint)
  const training = reducedTraining(settings, names)
  const scaled = scaledTeacher(settings, training.data, teacher)
  return distillPrepared(settings, training, scaled, { ...options, checkpoint })
}

/**
 * The teacher's outputs times Θ~(1).
 *
 * @throws RangeError when there are not as many as the training set has.
 */
const scaledTeacher = (
  { teacherScale }: DistillationSettings,
  data: Dataset,
  teacher: Float64Array,
): Float64Array => {
  const expected = outputCount(visibleLayout(data))
  if (teacher.length !== expected)
    throw new RangeError(
      `distillReducedModel: the teacher has ${teacher.length} outputs; this training set has ${expected}.`,
    )
  return teacher.map(output => output * teacherScale)
}

/** The same for a prepared model and a scaled teacher. Afterwards the model is the student. */
const distillPrepared = (
  settings: Settings & DistillationSettings,
  training: ReducedTraining,
  scaled: Float64Array,
  {
    afterTraining,
    duration,
    moments: count,
    notBefore = 0,
    progress,
    checkpoint,
  }: StudentOptions<StudentCheckpoint>,
): StudentRun => {
  const { classes, temperature, distillationRate, targetReach, maxSteps } = settings
  const { data, model } = training
  const teacherLayout = visibleLayout(data)
  const from = checkpoint?.resumeFrom
  const begun = from?.distillation ?? null
  if (from !== undefined && begun !== null) model.restore(from.model)
  else if (afterTraining)
    trainPrepared(settings, training, { checkpoint: beforeDistillation<ReducedCheckpoint>(checkpoint) })
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
        race: null,
        distillation: { moments: [...moments], trainingTime, timeSoFar, work: objective.work() },
      }),
    ),
    record: (step, loss, { time, outputs }) => {
      progress?.(step, loss, () => ownStrength(model.correlation().own, settings.neurons))
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
  return studentOf(settings, training, model, scaled, {
    steps: run.steps,
    time: run.stepSizes.reduce((sum, size) => sum + size, 0),
    outputs: run.outputs,
    isDone: !Number.isNaN(trainingTime),
    moments,
  })
}

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
