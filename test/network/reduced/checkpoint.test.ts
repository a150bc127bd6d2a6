/**
 * A teacher and a student that are stopped anywhere and resume from a checkpoint end with the same
 * bits.
 */

import { type Checkpointing, distillReducedModel, trainReducedModel } from '@multiview/network'
import { describe, expect, test } from 'vitest'
import type { DistillOptions, StudentCheckpoint } from '../../../packages/network/src/reduced/distill.ts'
import type { ReducedCheckpoint } from '../../../packages/network/src/reduced/train.ts'
import { kept, resuming } from './checkpoints.ts'
import { studentNames, taughtAtTen, taughtThreeViews, teachers } from './small-distillation.ts'

describe('a teacher', () => {
  const settings = { ...taughtAtTen, maxSteps: 700 }
  const run = (checkpoint: Checkpointing<ReducedCheckpoint>) =>
    trainReducedModel(settings, studentNames(1), { checkpoint })
  const { whole, checkpoints } = kept(41, run)

  test('is the same with and without checkpoints', () => {
    expect(trainReducedModel(settings, studentNames(1))).toEqual(whole)
  })

  test('resumes from any of its checkpoints, which are saved at even distances', () => {
    expect(checkpoints.map(({ descent }) => descent.losses.length)).toEqual(
      Array.from({ length: Math.floor(whole.steps / 41) }, (_, c) => 41 * (c + 1)),
    )
    expect(checkpoints.length).toBeGreaterThan(5)
    for (const from of checkpoints) expect(run(resuming(from))).toEqual(whole)
  })

  test('does not resume from a checkpoint of another model', () => {
    const [from] = checkpoints
    const other = { ...settings, neurons: settings.neurons + 10 }
    expect(() => trainReducedModel(other, studentNames(1), { checkpoint: resuming(from) })).toThrow(
      RangeError,
    )
    const { model } = from
    for (const damaged of [
      { ...model, slotClass: model.slotClass.subarray(1) },
      { ...model, own: { ...model.own, b: model.own.b.subarray(1) } },
      { ...model, offClass: { ...model.offClass, due: new Float64Array(3) } },
    ])
      expect(() => run(resuming({ ...from, model: damaged }))).toThrow(RangeError)
  })
})

describe.each([
  ['from scratch', { afterTraining: false, duration: 1.5, moments: 6 }, 0.5],
  ['after training on the labels', { afterTraining: true, duration: 1.5, moments: 6 }, 0.9],
  ['of three views', { afterTraining: false, duration: 1.5, moments: 6 }, 0.5, taughtThreeViews],
] as [string, DistillOptions, number, typeof taughtAtTen?][])(
  'a student, %s',
  (_, options, targetReach, taught = taughtAtTen) => {
    const settings = { ...taught, maxSteps: 700, targetReach }
    const { outputs } = teachers(1, 2, taught)
    const run = (checkpoint: Checkpointing<StudentCheckpoint>) =>
      distillReducedModel(settings, studentNames(1), outputs, { ...options, checkpoint })
    const { whole, checkpoints } = kept(taught === taughtAtTen ? 31 : 67, run)

    test('is the same with and without checkpoints', () => {
      expect(distillReducedModel(settings, studentNames(1), outputs, options)).toEqual(whole)
    })

    test('resumes from any of its checkpoints, with its promoted neurons and its moments', () => {
      for (const from of checkpoints) expect(run(resuming(from))).toEqual(whole)
      const promoted = checkpoints.map(({ model }) => model.promotedUnits.length)
      expect(checkpoints.length).toBeGreaterThan(5)
      expect(Math.max(...promoted)).toBeGreaterThan(0)
      // Some checkpoints are from before the state that they must save, and some from after it.
      expect(new Set(promoted).size).toBeGreaterThan(1)
      expect(
        new Set(checkpoints.map(({ distillation }) => distillation?.moments.length)).size,
      ).toBeGreaterThan(1)
      expect(checkpoints.some(({ distillation }) => distillation === null)).toBe(options.afterTraining)
    })
  },
)
