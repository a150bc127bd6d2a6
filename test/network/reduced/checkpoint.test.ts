/**
 * Runs are pure functions of names and settings, with either model. Resumed anywhere, they end with
 * the same bits.
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
import type { DistillOptions, StudentCheckpoint } from '../../../packages/network/src/reduced/distill.ts'
import type { MultirateState } from '../../../packages/network/src/reduced/multirate/state.ts'
import type { ReducedCheckpoint } from '../../../packages/network/src/reduced/train.ts'
import { kept, resuming } from './checkpoints.ts'
import { limitWith, studentNames, taughtAtTen, taughtThreeViews, teachers } from './small-distillation.ts'

const ofLimit = limitWith(taughtAtTen, 0.3)

describe.each([
  ['reduced', taughtAtTen, 13],
  ['limit', ofLimit, 71],
] as const)('a teacher, model %s', (_, settings, every) => {
  const run = (checkpoint: Checkpointing<ReducedCheckpoint>) =>
    trainReducedModel(settings, studentNames(1), { checkpoint })
  const { whole, checkpoints } = kept(every, run)

  test('reaches the loss it is trained to, and says how many steps it took', () => {
    expect(whole.loss).toBeLessThanOrEqual(settings.targetLoss)
    expect(whole.trainingErrors).toBe(0)
    expect(Math.floor(whole.steps / every)).toBe(checkpoints.length)
    expect(checkpoints.length).toBeGreaterThan(3)
  })

  test('is the same with and without checkpoints', () => {
    expect(trainReducedModel(settings, studentNames(1))).toEqual(whole)
  })

  test('resumes from any of its checkpoints', () => {
    for (const from of checkpoints) expect(run(resuming(from))).toEqual(whole)
  })

  test('is the same without WebAssembly, to the bit', () => {
    expect(withoutWebAssembly(() => trainReducedModel(settings, studentNames(1)))).toEqual(whole)
  })

  test('does not resume from a checkpoint of other settings or of the other model', () => {
    const [from] = checkpoints
    const resumed = (changes: object, checkpoint = from) =>
      trainReducedModel({ ...settings, ...changes }, studentNames(1), { checkpoint: resuming(checkpoint) })
    expect(() => resumed({ neurons: settings.neurons + 10 })).toThrow(RangeError)
    const other = settings.model === 'limit' ? taughtAtTen : ofLimit
    expect(() => resumed(other)).toThrow('the checkpoint is of a run with another model')
    // A version without flows had other states.
    const old = { descent: {}, model: {}, race: null } as never
    expect(() => resumed({}, old)).toThrow('the checkpoint is of a run with another model or version')
  })

  test('ends at the step that the settings allow at the latest', () => {
    const short = trainReducedModel({ ...settings, maxSteps: 20 }, studentNames(1))
    expect(short.steps).toBe(20)
    expect(short.loss).toBeGreaterThan(settings.targetLoss)
  })
})

test('a damaged state of the reduced model is refused', () => {
  const run = (checkpoint: Checkpointing<ReducedCheckpoint>) =>
    trainReducedModel({ ...taughtAtTen, maxSteps: 14 }, studentNames(1), { checkpoint })
  const [from] = kept(13, run).checkpoints
  const flow = from.flow as MultirateState
  for (const damaged of [
    { ...flow, slotClass: flow.slotClass.subarray(1) },
    { ...flow, b: flow.b.subarray(1) },
    { ...flow, clocks: flow.clocks.subarray(1) },
    { ...flow, sampleTime: new Float64Array(3) },
  ])
    expect(() => run(resuming({ ...from, flow: damaged }))).toThrow(RangeError)
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
    const { whole, checkpoints } = kept(options.afterTraining ? 53 : 23, run)

    test('is the same with and without checkpoints', () => {
      expect(distillReducedModel(settings, studentNames(1), outputs, options)).toEqual(whole)
    })

    test('resumes from any of its checkpoints, with its promoted neurons and its moments', () => {
      for (const from of checkpoints) expect(run(resuming(from))).toEqual(whole)
      const promoted = checkpoints.map(({ flow }) => (flow as MultirateState).groups.length)
      expect(checkpoints.length).toBeGreaterThan(3)
      expect(Math.max(...promoted)).toBeGreaterThan(0)
      expect(new Set(promoted).size).toBeGreaterThan(1)
      expect(checkpoints.some(({ record }) => record === null)).toBe(options.afterTraining)
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

test('a student of the limit model resumes from any of its checkpoints, with its moments', () => {
  const settings = { ...ofLimit, targetReach: 0.9 }
  const { outputs } = teachers(1, 2)
  const options = { afterTraining: true, duration: 1.5, moments: 3 }
  const run = (checkpoint: Checkpointing<StudentCheckpoint>) =>
    distillReducedModel(settings, studentNames(1), outputs, { ...options, checkpoint })
  const { whole, checkpoints } = kept(61, run)
  expect(whole.isDone).toBe(true)
  expect(checkpoints.length).toBeGreaterThan(3)
  for (const from of checkpoints) expect(run(resuming(from))).toEqual(whole)
  expect(checkpoints.some(({ record }) => record === null)).toBe(true)
  // The last step before a moment ends at its time.
  const [first, ...others] = whole.moments
  others.forEach(({ time }, at) => {
    expect(time / first.time).toBeCloseTo(1.5 ** ((at + 1) / 2), 12)
  })
})

test('only the reduced model takes the rule', () => {
  expect(() => stepRule(taughtAtTen)).toThrow(SettingError)
  expect(() => stepRule(taughtAtTen)).toThrow(/"multirate"; allowed: adaptive or constant/)
  expect(() => trainLimitModel({ ...regimes.limit, stepRule: 'multirate' }, studentNames(1))).toThrow(
    SettingError,
  )
})
