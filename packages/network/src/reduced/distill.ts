/**
 * Distillation into a network from scratch (Theorem 3) or after training (Theorem 4).
 */

import type { Dataset } from '../data/dataset.ts'
import type { Checkpointing } from '../descent/checkpointing.ts'
import { follow, type RunCheckpoint } from '../descent/flow.ts'
import { countErrors } from '../objective/errors.ts'
import { outputCount, visibleLayout } from '../objective/output-layout.ts'
import { fieldOfTeacher } from '../objective/sample-field.ts'
import type { RunNames } from '../settings/run-names.ts'
import type { DistillationSettings, Settings } from '../settings/settings.ts'
import { validSettings } from '../settings/validate.ts'
import { coverageOf } from './coverage.ts'
import { ownStrength, setupOf, type TraineeState } from './run.ts'
import {
  checkMoments,
  dueTime,
  type StudentMoment,
  type StudentOptions,
  type StudentRun,
  studentOf,
} from './student.ts'
import { type ReducedCheckpoint, trainPrepared } from './train.ts'

/**
 * A student at some step, of its training on the labels or of its distillation. The record says how
 * far distillation has come; it is null before distillation begins.
 */
export type StudentCheckpoint = RunCheckpoint<TraineeState, DistillationRecord | null>

export type DistillOptions = StudentOptions<StudentCheckpoint>

interface DistillationRecord {
  readonly moments: readonly StudentMoment[]
  /** t₁; NaN until it is known. */
  readonly trainingTime: number
}

/**
 * w ← w − η∇L(w) − η' E[Σ_i [p_i^τ(F) − p_i^τ(G)]^− ∇F_i]: (4.4), up to T = `duration`·t₁. The
 * training time t₁ is the first time at which the student has no training error and its coverage of
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
 * of another model or of another run and its numbers do not fit.
 * @example
 * const settings = { ...regimes.theorems, classes: 4, otherFeatureRate: 1, samples: 24, neurons: 4, maxSteps: 3 }
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
  const { afterTraining, duration, moments: count, notBefore = 0, progress, checkpoint } = options
  checkMoments(duration, count)
  const setup = setupOf(settings, names)
  const { data, trainee } = setup
  const teacherLayout = visibleLayout(data)
  const scaled = scaledTeacher(settings, data, teacher)
  const begun = checkpoint?.resumeFrom?.record ?? null
  if (afterTraining && begun === null)
    trainPrepared(settings, setup, { checkpoint: beforeDistillation(checkpoint) })
  const flow = trainee.begin(fieldOfTeacher(data.label, teacherLayout, scaled, settings))
  const coverage = coverageOf(teacherLayout, scaled, settings.temperature)
  const moments: StudentMoment[] = [...(begun?.moments ?? [])]
  let trainingTime = begun?.trainingTime ?? Number.NaN
  const reach = (): number => coverage(trainee.layout, flow.outputs)
  const trainingErrors = (): number => countErrors(flow.outputs, data.label, trainee.layout)
  const hasMatched = (): boolean => reach() >= settings.targetReach && trainingErrors() === 0
  /** Adds the present moment. All classes must be at the present time. */
  const note = (step: number): void => {
    moments.push({
      ...trainee.correlation(),
      step,
      time: flow.time,
      reach: reach(),
      trainingErrors: trainingErrors(),
    })
  }
  const nextMoment = (): number =>
    Number.isNaN(trainingTime)
      ? Number.POSITIVE_INFINITY
      : dueTime(trainingTime, duration, moments.length, count)
  const steps = follow<TraineeState, DistillationRecord | null>(flow, {
    checkpoint: checkpoint && {
      ...checkpoint,
      resumeFrom: begun === null ? undefined : checkpoint.resumeFrom,
    },
    recorded: () => ({ moments: [...moments], trainingTime }),
    until: nextMoment,
    endsAt: step => {
      progress?.(step, flow.loss, () => ownStrength(trainee.correlation().own, settings.neurons))
      if (Number.isNaN(trainingTime) && flow.time >= notBefore && hasMatched()) {
        flow.synchronize()
        if (hasMatched()) {
          trainingTime = flow.time
          note(step)
        }
      }
      if (moments.length === count || step >= settings.maxSteps) return true
      // With a time to stop at, a network at rest is the same at that time.
      return nextMoment() === Number.POSITIVE_INFINITY && flow.isAtRest
    },
    after: step => {
      if (flow.time >= nextMoment()) note(step)
    },
  })
  flow.synchronize()
  return studentOf(settings, setup, trainee, scaled, {
    steps,
    time: flow.time,
    outputs: flow.outputs,
    isDone: !Number.isNaN(trainingTime),
    moments,
  })
}

/** Checkpointing of the training on the labels before distillation: its states say so. */
const beforeDistillation = (
  checkpoint: Checkpointing<StudentCheckpoint> | undefined,
): Checkpointing<ReducedCheckpoint> | undefined =>
  checkpoint && {
    isDue: checkpoint.isDue,
    save: state => checkpoint.save({ ...state, record: null }),
    resumeFrom: checkpoint.resumeFrom && { ...checkpoint.resumeFrom, record: null },
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
