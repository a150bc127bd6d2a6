/**
 * Distillation at k = 10 from a small ensemble: it fails, since students learn features of the
 * wrong classes.
 */

import {
  type DistillationSettings,
  type ReducedTeacher,
  type RunNames,
  regimes,
  type Settings,
  trainReducedModel,
} from '@multiview/network'

export const taughtAtTen: Settings & DistillationSettings = {
  ...regimes.limit,
  model: 'reduced',
  stepRule: 'multirate',
  power: 3,
  initialScale: 1e-4,
  temperature: 1,
  distillationRate: 10,
  teacherScale: 10,
  mask: 'kept',
  targetReach: 0.99,
}

/** The same with three views, of which the first is stronger. */
export const taughtThreeViews: Settings & DistillationSettings = {
  ...taughtAtTen,
  views: 3,
  viewFactors: [1.1, 1, 1],
  patches: 30,
}

export const studentNames = (seed: number): RunNames => ({ seed, dataset: 'a', initialization: 'student' })

/** An ensemble and its outputs on the training set, as a student gets them. */
export const teachers = (seed: number, members: number, settings: Settings = taughtAtTen) => {
  const each = Array.from({ length: members }, (_, l) =>
    trainReducedModel(settings, { ...studentNames(seed), initialization: `teacher ${l}` }),
  )
  return { members: each, outputs: meanOutputs(each) }
}

const meanOutputs = (members: readonly ReducedTeacher[]): Float64Array =>
  members[0].outputs.map(
    (_, at) => members.reduce((sum, { outputs }) => sum + outputs[at], 0) / members.length,
  )

/** The same settings for the limit model, at small steps that all weights share. */
export const limitWith = <S extends Settings>(settings: S, stepTolerance: number): S => ({
  ...settings,
  model: 'limit',
  stepRule: 'adaptive',
  stepTolerance,
})

/** Three views of a class, of which the first is stronger. */
export const threeViews: Settings = {
  ...regimes.limit,
  model: 'reduced',
  stepRule: 'multirate',
  classes: 6,
  views: 3,
  viewFactors: [1.2, 1, 1],
  samples: 72,
  singleViewFraction: 0.25,
  otherFeatureRate: 3,
  patches: 18,
}
