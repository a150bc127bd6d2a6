/** Trains a reduced model or a student for `multiview train`, and returns the result as arrays. */

import {
  type DistillationSettings,
  distillReducedModel,
  type ReducedRun,
  type RegimeName,
  type RunNames,
  regimes,
  type Settings,
  trainingSetOf,
  trainReducedModel,
  validSettings,
} from '@multiview/network'
import { type Tensor, tensor } from '@multiview/tensor'
import { averageOutputs } from '../claims/shared/distilled.ts'
import { InputError } from './complaint.ts'
import type { Exported, RunFacts } from './export-folder.ts'
import type { ModelName } from './train-settings.ts'

export type ReducedName = Exclude<ModelName, 'limit' | 'dense'>

export const isReduced = (model: ModelName): model is ReducedName => model !== 'limit' && model !== 'dense'

/** @throws InputError for a student in a regime without settings of distillation. */
export const checkTaught = (model: ModelName, regime: RegimeName): void => {
  if (!isReduced(model) || model === 'reduced' || 'temperature' in regimes[regime]) return
  const others = Object.entries(regimes).flatMap(([name, of]) => ('temperature' in of ? [name] : []))
  throw new InputError(
    `--regime ${regime} has no settings of distillation, which --model ${model} needs; take ${others.join(' or ')}.`,
  )
}

type ReportProgress = NonNullable<NonNullable<Parameters<typeof trainReducedModel>[2]>['progress']>

/** The result of a run besides its trajectory. */
export type TrainedRun = Pick<RunFacts, 'steps' | 'loss' | 'trainingErrors' | 'step' | 'matched'> &
  Pick<Exported, 'arrays'>

/**
 * `reduced` is a network that is trained on the labels. `student` is taught from scratch by the
 * average of as many of them as `members` says (Theorem 3), `self-student` is trained on the labels
 * and then taught by one other (Theorem 4).
 *
 * @param progress of the network that is exported
 * @param note called with a line before each network that is trained
 */
export const trainReduced = (
  model: ReducedName,
  settings: Settings & Partial<DistillationSettings>,
  names: RunNames,
  progress: ReportProgress,
  note: (line: string) => void,
): TrainedRun => {
  if (model === 'reduced') return exported(settings, names, trainReducedModel(settings, names, { progress }))
  const taught = validSettings(settings as Settings & DistillationSettings, ['distillation'])
  const count = model === 'student' ? settings.members : 1
  const teachers = Array.from({ length: count }, (_, j) => {
    note(`teacher ${j + 1} of ${count}`)
    return trainReducedModel(settings, { ...names, initialization: `teacher ${j}` })
  })
  note('student')
  const student = distillReducedModel(taught, names, averageOutputs(teachers), {
    afterTraining: model === 'self-student',
    duration: 1,
    moments: 1,
    progress,
  })
  return { ...exported(settings, names, student), matched: student.isDone }
}

const exported = (settings: Settings, names: RunNames, run: ReducedRun): TrainedRun => {
  const { label, presentView } = trainingSetOf(settings, names)
  const { neurons, views } = settings
  const features = `${views}k`
  const { steps, loss, trainingErrors, own, promoted, initialStrength, strength } = run
  const array = (name: string, axes: readonly string[], values: Tensor) => ({ name, axes, values })
  const whole = (values: Int32Array): Tensor => tensor(values, { dtype: 'int32' })
  return {
    steps,
    loss,
    trainingErrors,
    arrays: [
      array('label', ['N'], whole(label)),
      array('single', ['N'], whole(presentView.map(Math.sign))),
      array('presentView', ['N'], whole(presentView)),
      array('strength0', [features], tensor(initialStrength)),
      array('strength', [features], tensor(strength)),
      array('own', [features, 'm'], tensor(own).reshape([strength.length, neurons])),
      array('promoted', ['U', '4'], tensor(promoted).reshape([promoted.length / 4, 4])),
    ],
  }
}
