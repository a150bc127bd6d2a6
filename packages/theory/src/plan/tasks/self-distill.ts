/**
 * Trains one reduced limit model on the labels. From that state it is taught twice: with the
 * outputs of another network and, for as long, with its own.
 */

import {
  type Checkpointing,
  type DistillationSettings,
  distillReducedModel,
  type RunNames,
  type Settings,
  type StudentRun,
} from '@multiview/network'
import { namesOf } from '@multiview/network/mixture'
import * as v from 'valibot'
import type { TaskKind } from './kind.ts'
import { ofTraining } from './reads.ts'
import { isReducedRun } from './reduced-result.ts'

export interface SelfDistillTask {
  readonly kind: 'self-distill'
  readonly settings: Settings & DistillationSettings
  readonly names: RunNames
  /** The outputs of the other network and its own, as `train-reduced` gives them. */
  readonly other: Float64Array
  readonly own: Float64Array
  /** The steps of its training on the labels, as `train-reduced` counts them. */
  readonly trainingSteps: number
}

export interface SelfDistilled {
  readonly byOther: StudentRun
  /** Its training time is not shorter than that of `byOther`. */
  readonly byItself: StudentRun
}

/** The state of a student. */
type StudentState = NonNullable<
  NonNullable<Parameters<typeof distillReducedModel>[3]['checkpoint']>['resumeFrom']
>

interface State {
  /** The end of the training on the labels; null before. */
  readonly trained: StudentState | null
  readonly byOther: StudentRun | null
  readonly student: StudentState
}

export const selfDistill: TaskKind<SelfDistillTask, SelfDistilled> = {
  kind: 'self-distill',
  kept: true,
  reads: [...ofTraining, ...namesOf('distillation')],
  run: (task, progress, checkpoint?: Checkpointing<State>) => {
    const from = checkpoint?.resumeFrom
    let trained = from?.trained ?? null
    const taught = (
      outputs: Float64Array,
      notBefore: number,
      byOther: StudentRun | null,
      resumeFrom: StudentState | undefined,
    ): StudentRun => {
      const isTrained = (step: number) => trained === null && step === task.trainingSteps
      let asked = 0
      return distillReducedModel(task.settings, task.names, outputs, {
        afterTraining: true,
        duration: 1,
        moments: 1,
        notBefore,
        progress,
        checkpoint: {
          resumeFrom,
          isDue: step => {
            asked = step
            return isTrained(step) || checkpoint?.isDue(step) === true
          },
          save: student => {
            if (isTrained(asked) && student.record === null) trained = student
            if (checkpoint?.isDue(asked)) checkpoint.save({ trained, byOther, student })
          },
        },
      })
    }
    const byOther = from?.byOther ?? taught(task.other, 0, null, from?.student)
    const ofItself = from?.byOther == null ? undefined : from.student
    const byItself = taught(task.own, byOther.time, byOther, ofItself ?? trained ?? undefined)
    return { byOther, byItself }
  },
  isResult: ({ settings }, value) => {
    const run = v.custom<unknown>(each => isReducedRun(settings, each))
    return v.is(v.strictObject({ byOther: run, byItself: run }), value)
  },
}
