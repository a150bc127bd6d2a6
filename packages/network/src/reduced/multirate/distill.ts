/** Distillation at a step for each class. */

import { crossEntropyTerm } from '../../objective/cross-entropy.ts'
import { distillationTerm } from '../../objective/distillation.ts'
import { countErrors } from '../../objective/errors.ts'
import { relaid, visibleLayout } from '../../objective/output-layout.ts'
import type { DistillationSettings, Settings } from '../../settings/settings.ts'
import { coverageOf } from '../coverage.ts'
import { type StudentMoment, type StudentOptions, type StudentRun, studentOf } from '../student.ts'
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
  /** Σ η when it reached `targetReach`; NaN before. */
  readonly reachedAt: number
}

/** Moments kept after `targetReach`. */
const laterMoments = 5

/**
 * (4.4) until the student's coverage of its teacher is `targetReach`, and for `beyond` of that time
 * more; the model of `training` is then the student.
 *
 * @param scaled the teacher's outputs on the training set times `teacherScale`, in its visible
 * layout.
 */
export const distillMultirate = (
  settings: Settings & DistillationSettings,
  training: MultirateTraining,
  scaled: Float64Array,
  { afterTraining, beyond, progress, checkpoint }: StudentOptions<MultirateStudentCheckpoint>,
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
        checkpoint: checkpoint && {
          ...checkpoint,
          save: state => checkpoint.save({ ...state, distillation: null }),
        },
      })
    model.begin(field())
  }
  const coverage = coverageOf(teacherLayout, scaled, temperature)
  const moments: StudentMoment[] = [...(begun?.moments ?? [])]
  let reachedAt = begun?.reachedAt ?? Number.NaN
  let steps = begun === null ? 0 : (from?.steps ?? 0)
  const share = (): number => coverage(model.layout, model.outputs())
  /** All blocks are at the present time. */
  const note = (): void => {
    moments.push({
      ...model.correlation(),
      step: steps,
      time: model.time,
      reach: share(),
      trainingErrors: countErrors(model.outputs(), data.label, model.layout),
    })
  }
  for (let moving = true; ; steps++) {
    if (checkpoint?.isDue(steps))
      checkpoint.save({
        steps,
        model: model.state(),
        distillation: { moments: [...moments], reachedAt },
      })
    progress?.(steps, model.loss())
    if (Number.isNaN(reachedAt) && share() >= targetReach) {
      model.settle()
      if (share() >= targetReach) {
        reachedAt = model.time
        note()
      }
    }
    const isEnd = moments.length > laterMoments || (beyond === 0 && moments.length > 0)
    if (isEnd || !moving || steps >= maxSteps) break
    const horizon = Number.isNaN(reachedAt)
      ? Number.POSITIVE_INFINITY
      : reachedAt * (1 + (beyond * moments.length) / laterMoments)
    moving = model.round(horizon)
    if (model.time >= horizon) note()
  }
  model.settle()
  return studentOf(settings, training, model, scaled, {
    steps,
    time: model.time,
    outputs: model.outputs(),
    isDone: !Number.isNaN(reachedAt),
    moments,
  })
}
