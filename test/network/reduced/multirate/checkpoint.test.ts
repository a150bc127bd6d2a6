/**
 * Runs with the step rule multirate are pure functions of names and settings. Resumed anywhere,
 * they end with the same bits.
 */

import {
  type Checkpointing,
  distillReducedModel,
  regimes,
  SettingError,
  stepRule,
  trainLimitModel,
  trainReducedModel,
} from '@multiview/network'
import { withoutWebAssembly } from '@multiview/tensor/kernels'
import { describe, expect, test } from 'vitest'
import type { DistillOptions } from '../../../../packages/network/src/reduced/distill.ts'
import type { MultirateStudentCheckpoint } from '../../../../packages/network/src/reduced/multirate/distill.ts'
import type { MultirateCheckpoint } from '../../../../packages/network/src/reduced/multirate/train.ts'
import type { ReducedCheckpoint } from '../../../../packages/network/src/reduced/train.ts'
import { kept, resuming } from '../checkpoints.ts'
import { studentNames, taughtAtTen, taughtThreeViews, teachers } from '../small-distillation.ts'

const multirate = { ...taughtAtTen, stepRule: 'multirate' } as const

describe('a teacher', () => {
  const run = (checkpoint: Checkpointing<MultirateCheckpoint>) =>
    trainReducedModel(multirate, studentNames(1), { checkpoint })
  const { whole, checkpoints } = kept(13, run)

  test('reaches the loss it is trained to, and says how many rounds it took', () => {
    expect(whole.loss).toBeLessThanOrEqual(multirate.targetLoss)
    expect(whole.trainingErrors).toBe(0)
    expect(Math.floor(whole.steps / 13)).toBe(checkpoints.length)
    expect(checkpoints.length).toBeGreaterThan(3)
  })

  test('is the same with and without checkpoints', () => {
    expect(trainReducedModel(multirate, studentNames(1))).toEqual(whole)
  })

  test('resumes from any of its checkpoints', () => {
    for (const from of checkpoints) expect(run(resuming(from))).toEqual(whole)
  })

  test('is the same without WebAssembly, to the bit', () => {
    expect(withoutWebAssembly(() => trainReducedModel(multirate, studentNames(1)))).toEqual(whole)
  })

  test('does not resume from a checkpoint of another model or of another rule', () => {
    const [from] = checkpoints
    const other = { ...multirate, neurons: multirate.neurons + 10 }
    expect(() => trainReducedModel(other, studentNames(1), { checkpoint: resuming(from) })).toThrow(
      RangeError,
    )
    const { model } = from
    for (const damaged of [
      { ...model, slotClass: model.slotClass.subarray(1) },
      { ...model, b: model.b.subarray(1) },
      { ...model, clocks: model.clocks.subarray(1) },
      { ...model, sampleTime: new Float64Array(3) },
    ])
      expect(() => run(resuming({ ...from, model: damaged }))).toThrow(RangeError)
    expect(() => trainReducedModel(taughtAtTen, studentNames(1), { checkpoint: resuming(from) })).toThrow(
      /another stepRule/,
    )
    const short = { ...taughtAtTen, maxSteps: 4 }
    const common = kept<ReducedCheckpoint, unknown>(3, checkpoint =>
      trainReducedModel(short, studentNames(1), { checkpoint }),
    ).checkpoints
    expect(common.length).toBe(1)
    expect(() => trainReducedModel(multirate, studentNames(1), { checkpoint: resuming(common[0]) })).toThrow(
      /another stepRule/,
    )
  })

  test('ends at the round that the settings allow at the latest', () => {
    const short = trainReducedModel({ ...multirate, maxSteps: 20 }, studentNames(1))
    expect(short.steps).toBe(20)
    expect(short.loss).toBeGreaterThan(multirate.targetLoss)
  })
})

describe.each([
  ['from scratch', { afterTraining: false, duration: 1.5, moments: 6 }, 0.5],
  ['after training on the labels', { afterTraining: true, duration: 1.5, moments: 6 }, 0.9],
  ['of three views', { afterTraining: false, duration: 1.5, moments: 6 }, 0.5, taughtThreeViews],
] as [string, DistillOptions, number, typeof taughtAtTen?][])(
  'a student, %s',
  (_, options, targetReach, taught = taughtAtTen) => {
    const settings = { ...taught, stepRule: 'multirate', maxSteps: 700, targetReach } as const
    const { outputs } = teachers(1, 2, taught)
    const run = (checkpoint: Checkpointing<MultirateStudentCheckpoint>) =>
      distillReducedModel(settings, studentNames(1), outputs, { ...options, checkpoint })
    const { whole, checkpoints } = kept(options.afterTraining ? 53 : 23, run)

    test('is the same with and without checkpoints', () => {
      expect(distillReducedModel(settings, studentNames(1), outputs, options)).toEqual(whole)
    })

    test('resumes from any of its checkpoints, with its promoted neurons and its moments', () => {
      for (const from of checkpoints) expect(run(resuming(from))).toEqual(whole)
      const promoted = checkpoints.map(({ model }) => model.groups.length)
      expect(checkpoints.length).toBeGreaterThan(3)
      expect(Math.max(...promoted)).toBeGreaterThan(0)
      expect(new Set(promoted).size).toBeGreaterThan(1)
      expect(checkpoints.some(({ distillation }) => distillation === null)).toBe(options.afterTraining)
    })

    test('its moments are in geometric progression from its training time, and it is then over', () => {
      expect(whole.isDone).toBe(true)
      expect(whole.moments.length).toBe(6)
      const [reached] = whole.moments
      expect(reached.reach).toBeGreaterThanOrEqual(targetReach)
      expect(reached.trainingErrors).toBe(0)
      whole.moments.forEach(({ time }, at) => {
        expect(time / reached.time).toBeCloseTo(1.5 ** (at / 5), 12)
      })
      expect(whole.time).toBe(whole.moments[5].time)
    })
  },
)

test('only the reduced model takes the rule', () => {
  expect(() => stepRule(multirate)).toThrow(SettingError)
  expect(() => stepRule(multirate)).toThrow(/"multirate"; allowed: adaptive or constant/)
  expect(() => trainLimitModel({ ...regimes.quick, stepRule: 'multirate' }, studentNames(1))).toThrow(
    SettingError,
  )
})
