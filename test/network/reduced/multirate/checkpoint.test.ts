/** Runs with the step rule multirate: pure functions of names and settings, resumed anywhere to the same bits. */

import {
  type DistillOptions,
  distillReducedModel,
  type MultirateCheckpoint,
  type MultirateStudentCheckpoint,
  type ReducedCourse,
  regimes,
  SettingError,
  stepRule,
  trainLimitModel,
  trainReducedModel,
} from '@multiview/network'
import { withoutWebAssembly } from '@multiview/tensor/kernels'
import { decode, encode } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { studentNames, taughtAtTen, teachers } from '../lesson.ts'

const multirate = { ...taughtAtTen, stepRule: 'multirate' } as const

/** As it comes back from a file. */
const throughText = <C>(checkpoint: C): C => decode(encode(checkpoint)) as C

/** Runs through, and gives the checkpoints it offered on its way. */
const kept = <C, R>(every: number, run: (course: ReducedCourse<C>) => R): { whole: R; checkpoints: C[] } => {
  const checkpoints: C[] = []
  const whole = run({
    checkpoints: { every, offer: gather => checkpoints.push(throughText(gather())) },
  })
  return { whole, checkpoints }
}

const none = (): void => {}

describe('a teacher', () => {
  const run = (course: ReducedCourse<MultirateCheckpoint>) =>
    trainReducedModel(multirate, studentNames(1), none, course)
  const { whole, checkpoints } = kept(13, run)

  test('reaches the loss it is trained to, and says how many rounds it took', () => {
    expect(whole.loss).toBeLessThanOrEqual(multirate.targetLoss)
    expect(whole.trainingErrors).toBe(0)
    expect(Math.floor(whole.steps / 13)).toBe(checkpoints.length)
    expect(checkpoints.length).toBeGreaterThan(3)
  })

  test('is the same whether it is asked for checkpoints or not', () => {
    expect(trainReducedModel(multirate, studentNames(1))).toEqual(whole)
  })

  test('goes on from any of its checkpoints', () => {
    for (const from of checkpoints) expect(run({ from })).toEqual(whole)
  })

  test('is the same without WebAssembly, to the bit', () => {
    expect(withoutWebAssembly(() => trainReducedModel(multirate, studentNames(1)))).toEqual(whole)
  })

  test('does not go on from what is of another model or of another rule', () => {
    const [from] = checkpoints
    const other = { ...multirate, neurons: multirate.neurons + 10 }
    expect(() => trainReducedModel(other, studentNames(1), none, { from })).toThrow(RangeError)
    const { model } = from
    for (const damaged of [
      { ...model, slotClass: model.slotClass.subarray(1) },
      { ...model, b: model.b.subarray(1) },
      { ...model, clocks: model.clocks.subarray(1) },
      { ...model, sampleTime: new Float64Array(3) },
    ])
      expect(() => run({ from: { ...from, model: damaged } })).toThrow(RangeError)
    expect(() => trainReducedModel(taughtAtTen, studentNames(1), none, { from })).toThrow(/another stepRule/)
  })

  test('ends at the round that the settings allow at the latest', () => {
    const short = trainReducedModel({ ...multirate, maxSteps: 20 }, studentNames(1))
    expect(short.steps).toBe(20)
    expect(short.loss).toBeGreaterThan(multirate.targetLoss)
  })
})

describe.each([
  ['from scratch', { afterTraining: false, beyond: 0.5 }, 0.5],
  ['after training on the labels', { afterTraining: true, beyond: 0.5 }, 0.9],
] as [string, DistillOptions, number][])('a student, %s', (_, options, targetReach) => {
  const settings = { ...multirate, maxSteps: 700, targetReach }
  const { outputs } = teachers(1, 2)
  const run = (course: ReducedCourse<MultirateStudentCheckpoint>) =>
    distillReducedModel(settings, studentNames(1), outputs, options, course)
  const { whole, checkpoints } = kept(options.afterTraining ? 53 : 23, run)

  test('is the same whether it is asked for checkpoints or not', () => {
    expect(distillReducedModel(settings, studentNames(1), outputs, options)).toEqual(whole)
  })

  test('goes on from any of its checkpoints, with its promoted neurons and its moments', () => {
    for (const from of checkpoints) expect(run({ from })).toEqual(whole)
    const promoted = checkpoints.map(({ model }) => model.groups.length)
    expect(checkpoints.length).toBeGreaterThan(3)
    expect(Math.max(...promoted)).toBeGreaterThan(0)
    expect(new Set(promoted).size).toBeGreaterThan(1)
    expect(checkpoints.some(({ lesson }) => lesson === null)).toBe(options.afterTraining)
  })

  test('its moments are at even distances in time behind the reach, and it is then over', () => {
    expect(whole.isDone).toBe(true)
    expect(whole.moments.length).toBe(6)
    const [reached] = whole.moments
    expect(reached.reach).toBeGreaterThanOrEqual(targetReach)
    whole.moments.forEach(({ time }, at) => {
      expect(time / reached.time).toBeCloseTo(1 + 0.1 * at, 12)
    })
    expect(whole.time).toBe(whole.moments[5].time)
  })
})

test('only the reduced model takes the rule', () => {
  expect(() => stepRule(multirate)).toThrow(SettingError)
  expect(() => stepRule(multirate)).toThrow(/"multirate"; allowed: adaptive or constant/)
  expect(() => trainLimitModel({ ...regimes.quick, stepRule: 'multirate' }, studentNames(1))).toThrow(
    SettingError,
  )
})
