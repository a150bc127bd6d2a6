/** A teacher and a student that are stopped anywhere and go on from their checkpoint end at the same bits. */

import {
  type DistillOptions,
  distillReducedModel,
  type ReducedCheckpoint,
  type ReducedCourse,
  type StudentCheckpoint,
  trainReducedModel,
} from '@multiview/network'
import { decode, encode } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { studentNames, taughtAtTen, teachers } from './lesson.ts'

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
  const settings = { ...taughtAtTen, maxSteps: 700 }
  const run = (course: ReducedCourse<ReducedCheckpoint>) =>
    trainReducedModel(settings, studentNames(1), none, course)
  const { whole, checkpoints } = kept(53, run)

  test('is the same whether it is asked for checkpoints or not', () => {
    expect(trainReducedModel(settings, studentNames(1))).toEqual(whole)
  })

  test('goes on from any of its checkpoints, which are offered at even distances', () => {
    expect(checkpoints.map(({ descent }) => descent.losses.length)).toEqual(
      Array.from({ length: Math.floor(whole.steps / 53) }, (_, c) => 53 * (c + 1)),
    )
    expect(checkpoints.length).toBeGreaterThan(5)
    for (const from of checkpoints) expect(run({ from })).toEqual(whole)
  })

  test('does not go on from what is of another model', () => {
    const [from] = checkpoints
    const other = { ...settings, neurons: settings.neurons + 10 }
    expect(() => trainReducedModel(other, studentNames(1), none, { from })).toThrow(RangeError)
    const { model } = from
    for (const damaged of [
      { ...model, slotClass: model.slotClass.subarray(1) },
      { ...model, own: { ...model.own, b: model.own.b.subarray(1) } },
      { ...model, offClass: { ...model.offClass, due: new Float64Array(3) } },
    ])
      expect(() => run({ from: { ...from, model: damaged } })).toThrow(RangeError)
  })
})

describe.each([
  ['from scratch', { afterTraining: false, beyond: 0.5 }, 0.5],
  ['after training on the labels', { afterTraining: true, beyond: 0.5 }, 0.9],
] as [string, DistillOptions, number][])('a student, %s', (_, options, targetReach) => {
  const settings = { ...taughtAtTen, maxSteps: 700, targetReach }
  const { outputs } = teachers(1, 2)
  const run = (course: ReducedCourse<StudentCheckpoint>) =>
    distillReducedModel(settings, studentNames(1), outputs, options, course)
  const { whole, checkpoints } = kept(71, run)

  test('is the same whether it is asked for checkpoints or not', () => {
    expect(distillReducedModel(settings, studentNames(1), outputs, options)).toEqual(whole)
  })

  test('goes on from any of its checkpoints, with its promoted neurons and its moments', () => {
    for (const from of checkpoints) expect(run({ from })).toEqual(whole)
    const promoted = checkpoints.map(({ model }) => model.promotedUnits.length)
    expect(checkpoints.length).toBeGreaterThan(5)
    expect(Math.max(...promoted)).toBeGreaterThan(0)
    // Some are of before and of behind what they must remember.
    expect(new Set(promoted).size).toBeGreaterThan(1)
    expect(new Set(checkpoints.map(({ lesson }) => lesson?.moments.length)).size).toBeGreaterThan(1)
    expect(checkpoints.some(({ lesson }) => lesson === null)).toBe(options.afterTraining)
  })
})
