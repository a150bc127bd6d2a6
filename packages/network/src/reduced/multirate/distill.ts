/** Distillation with a step for each class of its own. */

import { crossEntropyTerm } from '../../objective/cross-entropy.ts'
import { distillationTerm } from '../../objective/distillation.ts'
import { relaid, visibleLayout } from '../../objective/output-layout.ts'
import type { DistillationSettings, Settings } from '../../settings/settings.ts'
import { isOffered, type ReducedCourse } from '../course.ts'
import { reachOf } from '../coverage.ts'
import { layoutErrors } from '../run.ts'
import type { StudentMoment } from '../student.ts'
import { weightedTerms } from './field.ts'
import { type MultirateCheckpoint, type MultirateTraining, multirateOnLabels } from './train.ts'

/** A student with the step rule `multirate` at some step, of its training on the labels or of its distillation. */
export interface MultirateStudentCheckpoint extends MultirateCheckpoint {
  /** How far it has been taught; null before. */
  readonly lesson: MultirateLesson | null
}

interface MultirateLesson {
  readonly moments: readonly StudentMoment[]
  /** Σ η when it came to the reach; NaN before. */
  readonly reachedAt: number
}

export interface MultirateStudent {
  readonly steps: number
  readonly moments: readonly StudentMoment[]
  readonly isDone: boolean
}

/** Moments kept after the reach. */
const laterMoments = 5

/**
 * (4.4) until the student has reached `targetReach` of what its teacher sees, and for `beyond` of that time more; the model of
 * `training` is then the student, at the outputs of its last moment.
 *
 * @param scaled the teacher's outputs on the training set times `teacherScale`, in its visible layout.
 */
export const distillMultirate = (
  settings: Settings & DistillationSettings,
  training: MultirateTraining,
  scaled: Float64Array,
  {
    afterTraining,
    beyond,
    progress,
  }: {
    readonly afterTraining: boolean
    readonly beyond: number
    readonly progress: (step: number, loss: number) => void
  },
  { checkpoints, from }: ReducedCourse<MultirateStudentCheckpoint>,
): MultirateStudent => {
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
  const lesson = from?.lesson ?? null
  if (from !== undefined && lesson !== null) model.restore(from.model, field)
  else {
    if (afterTraining)
      multirateOnLabels(settings, training, () => {}, {
        ...(checkpoints && {
          checkpoints: {
            every: checkpoints.every,
            offer: gather => checkpoints.offer(() => ({ ...gather(), lesson: null })),
          },
        }),
        ...(from !== undefined && { from }),
      })
    model.begin(field())
  }
  const reach = reachOf(teacherLayout, scaled, temperature)
  const moments: StudentMoment[] = [...(lesson?.moments ?? [])]
  let reachedAt = lesson?.reachedAt ?? Number.NaN
  let steps = lesson === null ? 0 : (from?.steps ?? 0)
  const share = (): number => reach(model.layout, model.outputs())
  /** All blocks are at the present time. */
  const note = (): void => {
    moments.push({
      ...model.correlation(),
      step: steps,
      time: model.time,
      reach: share(),
      trainingErrors: layoutErrors(model.layout, model.outputs(), data.label),
    })
  }
  for (let moving = true; ; steps++) {
    progress(steps, model.loss())
    if (isOffered(steps, checkpoints))
      checkpoints.offer(() => ({
        steps,
        model: model.state(),
        lesson: { moments: [...moments], reachedAt },
      }))
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
  return { steps, moments, isDone: !Number.isNaN(reachedAt) }
}
