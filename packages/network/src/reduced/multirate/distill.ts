/** Distillation at a step for each class. */

import { crossEntropyTerm } from '../../objective/cross-entropy.ts'
import { distillationTerm } from '../../objective/distillation.ts'
import { countErrors } from '../../objective/errors.ts'
import { relaid, visibleLayout } from '../../objective/output-layout.ts'
import type { DistillationSettings, Settings } from '../../settings/settings.ts'
import { beforeDistillation } from '../checkpointing-of-rule.ts'
import { coverageOf } from '../coverage.ts'
import { ownStrength } from '../run.ts'
import { dueTime, type StudentMoment, type StudentOptions, type StudentRun, studentOf } from '../student.ts'
import { weightedTerms } from './field.ts'
import { type MultirateCheckpoint, type MultirateTraining, trainMultirate } from './train.ts'

/**
 * A student with the step rule `multirate` at some step, of its training on the labels or of its
 * distillation.
 */
export interface MultirateStudentCheckpoint extends MultirateCheckpoint {
  /** How far distillation has come; null before it begins. */
  readonly distillation: MultirateDistillation | null
}

interface MultirateDistillation {
  readonly moments: readonly StudentMoment[]
  /** t₁; NaN until it is known. */
  readonly trainingTime: number
}

/**
 * (4.4) up to T = `duration`·t₁; the model of `training` is then the student. The training time t₁
 * is as in `distillReducedModel`.
 *
 * @param scaled the teacher's outputs on the training set times `teacherScale`, in its visible
 * layout.
 */
export const distillMultirate = (
  settings: Settings & DistillationSettings,
  training: MultirateTraining,
  scaled: Float64Array,
  {
    afterTraining,
    duration,
    moments: count,
    notBefore = 0,
    progress,
    checkpoint,
  }: StudentOptions<MultirateStudentCheckpoint>,
): StudentRun => {
  const { classes, temperature, distillationRate, targetReach, maxSteps } = settings
  const { data, model } = training
  const teacherLayout = visibleLayout(data)
  const field = () =>
    weightedTerms(model.layout, [
      [1, crossEntropyTerm(data.label, classes, model.layout)],
      [
        distillationRate,
        distillationTerm(model.layout, relaid(teacherLayout, scaled, model.layout), {
          temperature,
          masked: true,
        }),
      ],
    ])
  const from = checkpoint?.resumeFrom
  const begun = from?.distillation ?? null
  if (from !== undefined && begun !== null) model.restore(from.model, field)
  else {
    if (afterTraining)
      trainMultirate(settings, training, {
        checkpoint: beforeDistillation<MultirateCheckpoint>(checkpoint),
      })
    model.begin(field())
  }
  const coverage = coverageOf(teacherLayout, scaled, temperature)
  const moments: StudentMoment[] = [...(begun?.moments ?? [])]
  let trainingTime = begun?.trainingTime ?? Number.NaN
  let steps = begun === null ? 0 : (from?.steps ?? 0)
  const share = (): number => coverage(model.layout, model.outputs())
  const trainingErrors = (): number => countErrors(model.outputs(), data.label, model.layout)
  const hasMatched = (): boolean => share() >= targetReach && trainingErrors() === 0
  /** Adds the present moment. All blocks must be at the present time. */
  const note = (): void => {
    moments.push({
      ...model.correlation(),
      step: steps,
      time: model.time,
      reach: share(),
      trainingErrors: trainingErrors(),
    })
  }
  for (let moving = true; ; steps++) {
    if (checkpoint?.isDue(steps))
      checkpoint.save({
        steps,
        model: model.state(),
        race: null,
        distillation: { moments: [...moments], trainingTime },
      })
    progress?.(steps, model.loss(), () => ownStrength(model.correlation().own, settings.neurons))
    if (Number.isNaN(trainingTime) && model.time >= notBefore && hasMatched()) {
      model.settle()
      if (hasMatched()) {
        trainingTime = model.time
        note()
      }
    }
    if (moments.length === count || !moving || steps >= maxSteps) break
    const horizon = Number.isNaN(trainingTime)
      ? Number.POSITIVE_INFINITY
      : dueTime(trainingTime, duration, moments.length, count)
    moving = model.round(horizon)
    if (model.time >= horizon) note()
  }
  model.settle()
  return studentOf(settings, training, model, scaled, {
    steps,
    time: model.time,
    outputs: model.outputs(),
    isDone: !Number.isNaN(trainingTime),
    moments,
  })
}
