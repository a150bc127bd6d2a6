/** Distillation into a reduced limit model, from scratch (Theorem 3) or after training (Theorem 4). */

import type { Dataset } from '../data/dataset.ts'
import { descend } from '../descent/descend.ts'
import { type StepRule, stepRule } from '../descent/step-rule.ts'
import type { RunNames } from '../limit/train.ts'
import { alongPath } from '../objective/along-path.ts'
import { crossEntropy } from '../objective/cross-entropy.ts'
import { distillation } from '../objective/distillation.ts'
import { outputCount, relaid, visibleLayout } from '../objective/output-layout.ts'
import { weightedSum } from '../objective/weighted-sum.ts'
import type { DistillationSettings, Settings } from '../settings/settings.ts'
import { validateDistillation } from '../settings/validate.ts'
import { courseOf, isOffered, type ReducedCourse } from './course.ts'
import { reachOf } from './coverage.ts'
import { distillMultirate, type MultirateStudentCheckpoint } from './multirate/distill.ts'
import { multirateTraining } from './multirate/train.ts'
import { layoutErrors, reducedTraining } from './run.ts'
import { type StudentMoment, type StudentRun, studentOf } from './student.ts'
import { descendOnLabels, type ReducedCheckpoint } from './train.ts'

export interface DistillOptions {
  /** Trains the student on the labels before it is taught, as Theorem 4 has it. */
  readonly afterTraining: boolean
  /** How much longer than to `targetReach` the run goes on, as a share of that time. */
  readonly beyond: number
  /** Called before every step of distillation. */
  readonly progress?: (step: number, loss: number) => void
}

/** A student at some step, of its training on the labels or of its distillation. */
export interface StudentCheckpoint extends ReducedCheckpoint {
  /** How far it has been taught; null before. */
  readonly lesson: LessonState | null
}

interface LessonState {
  readonly moments: readonly StudentMoment[]
  /** Σ η when it came to the reach; NaN before. */
  readonly reachedAt: number
  /** Σ η before the last step. */
  readonly timeSoFar: number
  /** The work that is watched (objective/along-path.ts). */
  readonly work: number
}

/** Steps between two looks at the reach. */
const lookEvery = 10
/** Moments kept after the reach. */
const laterMoments = 5

/**
 * w ← w − η∇L(w) − η' E[Σ_i [p_i^τ(F) − p_i^τ(G)]^− ∇F_i]: (4.4), until the student has reached `targetReach` of
 * what its teacher sees, and for `beyond` of that time more.
 *
 * A student must not be taught for ever: once it sees more than its teacher, every class that neither sees gets a little less
 * from its softmax than from the teacher's, and is pushed without end.
 *
 * @param teacher the teacher's outputs on the training set as `trainReducedModel` gives them, averaged over an ensemble;
 * scaled here.
 * @throws SettingError for invalid settings; RangeError when the teacher does not fit the training set, the loss diverges, or a
 * checkpoint is of another run and its numbers do not fit.
 */
export const distillReducedModel = <C extends StudentCheckpoint | MultirateStudentCheckpoint>(
  settings: Settings & DistillationSettings,
  names: RunNames,
  teacher: Float64Array,
  options: DistillOptions,
  course: ReducedCourse<C> = {},
): StudentRun => {
  validateDistillation(settings)
  if (settings.stepRule !== 'multirate')
    return distillAtCommonSteps(settings, names, teacher, options, courseOf(course, false))
  const training = multirateTraining(settings, names)
  const scaled = scaledTeacher(settings, training.data, teacher)
  const run = distillMultirate(
    settings,
    training,
    scaled,
    { progress: () => {}, ...options },
    courseOf(course, true),
  )
  const { model } = training
  return studentOf(settings, training, model, scaled, { ...run, time: model.time, outputs: model.outputs() })
}

/** The teacher's outputs times Θ~(1). @throws RangeError when there are not as many as this training set has. */
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

const distillAtCommonSteps = (
  settings: Settings & DistillationSettings,
  names: RunNames,
  teacher: Float64Array,
  { afterTraining, beyond, progress = () => {} }: DistillOptions,
  { checkpoints, from }: ReducedCourse<StudentCheckpoint>,
): StudentRun => {
  const { classes, temperature, distillationRate, targetReach, maxSteps } = settings
  const training = reducedTraining(settings, names)
  const { data, model } = training
  const teacherLayout = visibleLayout(data)
  const scaled = scaledTeacher(settings, data, teacher)
  const lesson = from?.lesson ?? null
  if (from !== undefined && lesson !== null) model.restore(from.model)
  else if (afterTraining)
    descendOnLabels(settings, training, () => {}, {
      ...(checkpoints && {
        checkpoints: {
          every: checkpoints.every,
          offer: gather => checkpoints.offer(() => ({ ...gather(), lesson: null })),
        },
      }),
      ...(from !== undefined && { from }),
    })
  const reach = reachOf(teacherLayout, scaled, temperature)
  // A student that was trained first may have more slots.
  const goal = relaid(teacherLayout, scaled, model.layout)
  const taught = distillation(model.layout, goal, { temperature, masked: true })
  const labels = crossEntropy(data.label, classes, model.layout)
  const moments: StudentMoment[] = [...(lesson?.moments ?? [])]
  let reachedAt = lesson?.reachedAt ?? Number.NaN
  let isEnd = false
  let timeSoFar = lesson?.timeSoFar ?? 0
  const note = (step: number, time: number, outputs: Float64Array, share: number): void => {
    moments.push({
      ...model.correlation(),
      step,
      time,
      reach: share,
      trainingErrors: layoutErrors(model.layout, outputs, data.label),
    })
  }
  const run = descend(
    model,
    alongPath(
      weightedSum([
        [1, labels],
        [distillationRate, taught],
      ]),
      lesson?.work,
    ),
    {
      rule: inTime(stepRule(settings), () => timeSoFar),
      targetLoss: Number.NEGATIVE_INFINITY,
      maxSteps,
      isEnough: () => isEnd,
      ...(from !== undefined && lesson !== null && { from: from.descent }),
      record: (step, loss, { time, outputs, checkpoint }) => {
        progress(step, loss)
        if (isOffered(step, checkpoints))
          checkpoints.offer(() => ({
            descent: checkpoint(),
            model: model.state(),
            lesson: { moments: [...moments], reachedAt, timeSoFar, work: loss },
          }))
        timeSoFar = time
        if (step % lookEvery !== 0) return
        if (Number.isNaN(reachedAt)) {
          const share = reach(model.layout, outputs)
          if (share < targetReach) return
          reachedAt = time
          note(step, time, outputs, share)
          isEnd = beyond === 0
        } else {
          const due = reachedAt * (1 + (beyond * moments.length) / laterMoments)
          if (time < due) return
          note(step, time, outputs, reach(model.layout, outputs))
          isEnd = moments.length > laterMoments
        }
      },
    },
  )
  return studentOf(settings, training, model, scaled, {
    steps: run.steps,
    time: run.stepSizes.reduce((sum, size) => sum + size, 0),
    outputs: run.outputs,
    isDone: !Number.isNaN(reachedAt),
    moments,
  })
}

/**
 * No step is longer than this share of the time before it. Where student and teacher agree nothing limits a step any more, and one
 * could take the run far beyond its end.
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
