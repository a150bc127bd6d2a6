/**
 * Distillation at k = 10 from a small ensemble: it fails, since students learn features of the
 * wrong classes.
 */

import {
  crossEntropy,
  type DistillationSettings,
  type Objective,
  type ReducedTeacher,
  type RunNames,
  regimes,
  type Settings,
  trainingSetOf,
  trainReducedModel,
  visibleLayout,
} from '@multiview/network'
import { alongPath } from '../../../packages/network/src/objective/along-path.ts'
import { distillation } from '../../../packages/network/src/objective/distillation.ts'
import {
  type OutputLayout,
  outputCount,
  relaid,
} from '../../../packages/network/src/objective/output-layout.ts'
import { weightedSum } from '../../../packages/network/src/objective/weighted-sum.ts'

export const taughtAtTen: Settings & DistillationSettings = {
  ...regimes.quick,
  power: 3,
  initialScale: 1e-4,
  temperature: 1,
  distillationRate: 10,
  teacherScale: 10,
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

/** The objective of (4.4) in a layout, and the scaled teacher in it. */
export const distillationIn = (
  seed: number,
  outputs: Float64Array,
  layout: OutputLayout,
  settings = taughtAtTen,
): { readonly objective: Objective; readonly goal: Float64Array } => {
  const data = trainingSetOf(settings, studentNames(seed))
  const { classes, temperature, distillationRate, teacherScale } = settings
  const goal = relaid(
    visibleLayout(data),
    outputs.map(f => f * teacherScale),
    layout,
  )
  if (goal.length !== outputCount(layout)) throw new Error('the goal does not fit its layout')
  return {
    goal,
    objective: alongPath(
      weightedSum([
        [1, crossEntropy(data.label, classes, layout)],
        [distillationRate, distillation(layout, goal, { temperature, masked: true })],
      ]),
    ),
  }
}
