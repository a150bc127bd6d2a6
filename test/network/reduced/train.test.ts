/** Runs of the reduced model: training, and distillation from scratch and after training. */

import {
  countReducedErrors,
  type DistillationSettings,
  distillReducedModel,
  drawTestSet,
  learnedBoth,
  learnedEach,
  learnedViews,
  type ReducedNetwork,
  type ReducedTeacher,
  type RunNames,
  regimes,
  type Settings,
  trainingSetOf,
  trainReducedModel,
  visibleLayout,
  withEnoughPatches,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { withoutWebAssembly } from '@multiview/tensor/kernels'
import { describe, expect, test } from 'vitest'
import { theoremsRegime } from '../../../packages/network/src/data/regimes.ts'
import { outputCount } from '../../../packages/network/src/objective/output-layout.ts'
import { ownStrength } from '../../../packages/network/src/reduced/run.ts'

const settings: Settings & DistillationSettings = {
  ...regimes.limit,
  model: 'reduced',
  stepRule: 'multirate',
  power: 3,
  initialScale: 1e-4,
  temperature: 1,
  distillationRate: 10,
  teacherScale: 10,
  mask: 'kept',
  targetReach: 0.9,
  maxSteps: 1500,
}
const names: RunNames = { seed: 3, dataset: 'a', initialization: 'b' }
const run = trainReducedModel(settings, names)
const teacher = trainReducedModel(settings, { ...names, initialization: 'teacher' }).outputs
const student: RunNames = { ...names, initialization: 'student' }
const fromScratch = { afterTraining: false, duration: 1, moments: 1 }
const short = { ...settings, maxSteps: 30 }

describe('training', () => {
  test('fits every training sample and reaches the target loss', () => {
    expect(run.trainingErrors).toBe(0)
    expect(run.loss).toBeLessThanOrEqual(settings.targetLoss)
    expect(run.strength).toEqual(ownStrength(run.own, settings.neurons))
    expect(run.largestIdle).toBe(run.certificate.largestIdle)
  })

  test('is wrong on fresh single-view samples whose view it has not learned, and on no multi-view ones', () => {
    const single = drawTestSet('single', settings, 50, stream(4, 'single'))
    const { errors, undecided, byClass } = countReducedErrors(settings, [run], single)
    expect(errors / single.size).toBeGreaterThan(0.4)
    expect(undecided).toBe(0)
    // Each class that lacks a view has 50 samples of this view.
    const both = learnedBoth(run.strength)
    byClass.forEach((of, i) => {
      expect(Math.abs(of - (both[i] ? 0 : 50))).toBeLessThanOrEqual(4)
    })
    expect(new Set(learnedViews(run.strength)).size).toBe(2)
    const multi = drawTestSet('multi', settings, 50, stream(4, 'multi'))
    expect(countReducedErrors(settings, [run], multi).errors).toBe(0)
  })

  test('the same names give the same run to the bit, and every other name another', () => {
    expect(trainReducedModel(settings, names)).toEqual(run)
    const first = trainReducedModel(short, names)
    for (const changes of [{ seed: 4 }, { dataset: 'c' }, { initialization: 'c' }])
      expect(trainReducedModel(short, { ...names, ...changes }).own).not.toEqual(first.own)
  })

  test('models of one initialization start from the same weights on every data set', () => {
    const start = { ...settings, maxSteps: 0 }
    const { own } = trainReducedModel(start, names)
    expect(trainReducedModel(start, { ...names, dataset: 'c' }).own).toEqual(own)
    expect(trainReducedModel(start, { ...names, initialization: 'c' }).own).not.toEqual(own)
  })

  test.each([
    ['limit', 'adaptive'],
    ['reduced', 'multirate'],
  ] as const)('of model %s the race is recorded from the start on and changes nothing', (model, stepRule) => {
    const short = { ...settings, model, stepRule, maxSteps: 10 }
    const { race, ...run } = trainReducedModel(short, names, { raceInterval: 3 })
    expect(race?.step).toEqual([0, 3, 6, 9])
    expect(race?.strength[0]).toEqual(Array.from(run.initialStrength))
    expect(race?.strength[3]).not.toEqual(race?.strength[0])
    expect({ ...run, race: null }).toEqual(trainReducedModel(short, names))
  })

  test('progress hears of every step and changes nothing', () => {
    const steps: number[] = []
    expect(trainReducedModel(short, names, { progress: step => steps.push(step) })).toEqual(
      trainReducedModel(short, names),
    )
    expect(steps).toEqual(Array.from({ length: 31 }, (_, step) => step))
  })

  test('a teacher’s outputs stand in the slots of what its samples show', () => {
    expect(teacher.length).toBe(outputCount(visibleLayout(trainingSetOf(settings, names))))
  })
})

describe('distillation', () => {
  const taught = distillReducedModel(settings, student, teacher, { ...fromScratch, duration: 20, moments: 6 })

  test('the same names and teacher give the same student to the bit', () => {
    const again = () => distillReducedModel({ ...settings, maxSteps: 150 }, student, teacher, fromScratch)
    expect(again()).toEqual(again())
  })

  test('it is done once the student has matched what its teacher sees, and continues for the given time', () => {
    expect(taught.isDone).toBe(true)
    expect(taught.moments.length).toBe(6)
    const [first] = taught.moments
    const last = taught.moments[5]
    expect(first.reach).toBeGreaterThanOrEqual(0.9)
    expect(first.trainingErrors).toBe(0)
    expect(taught.time).toBeGreaterThanOrEqual(last.time)
    expect(taught.steps).toBe(last.step + 1)
    taught.moments.forEach((moment, at) => {
      expect(moment.time / (first.time * 20 ** (at / 5))).toBeCloseTo(1, 12)
      expect(moment.own.length).toBe(run.own.length)
    })
  })

  test('without more time it ends when the student has matched, in the same state: recording does not change it', () => {
    const { moments, isDone } = distillReducedModel(settings, student, teacher, fromScratch)
    expect(isDone).toBe(true)
    expect(moments).toEqual(taught.moments.slice(0, 1))
  })

  test('it has matched its teacher only without training errors, and not before the time that it is given', () => {
    const untaught = { ...settings, targetReach: 0 }
    const [first] = distillReducedModel(untaught, student, teacher, fromScratch).moments
    expect(first.step).toBeGreaterThan(0)
    expect(first.trainingErrors).toBe(0)
    const notBefore = 2 * first.time
    const [later] = distillReducedModel(untaught, student, teacher, { ...fromScratch, notBefore }).moments
    expect(later.time).toBeGreaterThanOrEqual(notBefore)
  })

  test('it sees the teacher’s soft labels: the distance to them falls', () => {
    const before = distillReducedModel({ ...settings, maxSteps: 0 }, student, teacher, fromScratch)
    expect(before.steps).toBe(0)
    expect(taught.distance).toBeGreaterThanOrEqual(0)
    expect(taught.distance).toBeLessThan(0.8 * before.distance)
    expect(taught.trainingErrors).toBe(0)
  })

  test('one that runs out of steps says so', () => {
    const { isDone, moments, steps } = distillReducedModel(short, student, teacher, fromScratch)
    expect([isDone, moments, steps]).toEqual([false, [], 30])
  })

  test('after training it continues from the trained student', () => {
    const start = trainReducedModel(settings, student)
    const told: number[] = []
    const at = distillReducedModel({ ...settings, targetReach: 1e-9 }, student, teacher, {
      afterTraining: true,
      duration: 1,
      moments: 1,
      progress: step => told.push(step),
    })
    // Reached before its first step, because the trained student already sees some of what its
    // teacher sees.
    expect(told[0]).toBe(0)
    expect(at.moments[0].step).toBe(0)
    expect(at.moments[0].time).toBe(0)
    expect(at.moments[0].own).toEqual(start.own)
    expect(at.initialStrength).toEqual(start.initialStrength)
    // With the whole share it learns views that training did not.
    const whole = distillReducedModel(settings, student, teacher, {
      afterTraining: true,
      duration: 1,
      moments: 1,
    })
    const grown = Array.from(whole.strength, (strength, v) => strength > 1 && start.strength[v] < 0.1)
    expect(grown.filter(Boolean).length).toBeGreaterThan(0)
    expect(whole.trainingErrors).toBe(0)
  })
})

describe('three views of unequal strength', () => {
  const settings: Settings & DistillationSettings = withEnoughPatches(
    {
      ...theoremsRegime(12),
      views: 3,
      viewFactors: [1.05, 1, 1],
      otherFeatureRate: 2,
      singleViewFraction: 0.25,
      neurons: 50,
      members: 8,
    },
    {},
  )
  const { members } = settings
  const names: RunNames = { seed: 5001, dataset: 'a', initialization: 'student' }
  const fresh = drawTestSet('single', settings, 30, stream(1, 'fresh'))
  const knownTo = ({ strength }: Pick<ReducedTeacher, 'strength'>): number =>
    learnedEach(strength, 3).filter(Boolean).length
  const errorOf = (...networks: ReducedNetwork[]): number =>
    countReducedErrors(settings, networks, fresh).errors / fresh.size
  const onLabels = trainReducedModel(settings, names)
  const teachers = Array.from({ length: members }, (_, l) =>
    trainReducedModel(settings, { ...names, initialization: `teacher ${l}` }),
  )
  const mean = teachers[0].outputs.map(
    (_, at) => teachers.reduce((sum, { outputs }) => sum + outputs[at], 0) / members,
  )

  test('a network learns one view of each class, and errs where another is shown and a class competes', () => {
    expect(onLabels.trainingErrors).toBe(0)
    expect(knownTo(onLabels)).toBeLessThanOrEqual(13)
    expect(onLabels.own.length).toBe(36 * 50)
    const expected = (2 / 3) * (1 - (1 - 2 / 12) ** 11)
    expect(Math.abs(errorOf(onLabels) - expected)).toBeLessThan(0.06)
  })

  test('a student of an ensemble learns most of the 36 views, one of one other network some of them', () => {
    const student = distillReducedModel(settings, names, mean, fromScratch)
    const taught = distillReducedModel(settings, names, teachers[0].outputs, {
      ...fromScratch,
      afterTraining: true,
    })
    expect([student.isDone, taught.isDone]).toEqual([true, true])
    expect(knownTo(student)).toBeGreaterThanOrEqual(24)
    expect(knownTo(taught)).toBeGreaterThan(knownTo(onLabels) + 2)
    expect(knownTo(taught)).toBeLessThan(knownTo(student))
    expect(errorOf(student)).toBeLessThan(errorOf(onLabels) / 2)
  })

  test.each([
    ['limit', 'adaptive'],
    ['reduced', 'multirate'],
  ] as const)('with model %s it has the same bits without WebAssembly', (model, stepRule) => {
    const short = { ...settings, model, stepRule, maxSteps: model === 'limit' ? 20 : 60 }
    const run = () => [trainReducedModel(short, names), distillReducedModel(short, names, mean, fromScratch)]
    expect(withoutWebAssembly(run)).toEqual(run())
  })
})

describe('what is refused', () => {
  test.each([
    ['a teacher of another training set', teacher.length - 1],
    ['none', 0],
    ['too long a one', teacher.length + 3],
  ])('a teacher of the wrong length: %s', (_, length) => {
    expect(() => distillReducedModel(short, student, new Float64Array(length), fromScratch)).toThrow(
      `the teacher has ${length} outputs; this training set has ${teacher.length}`,
    )
  })

  test.each([
    ['feature noise', { featureNoise: 0.01 }, 'featureNoise is 0.01'],
    ['an end by margin', { targetMargin: 1 }, 'targetMargin is 1'],
    ['a power below 2', { power: 1 }, 'power is 1'],
  ] as const)('settings that the reduced model has not: %s', (_, changes, message) => {
    const other = { ...short, ...changes }
    expect(() => trainReducedModel(other, names)).toThrow(message)
    expect(() => distillReducedModel(other, student, teacher, fromScratch)).toThrow(message)
  })

  test.each([
    [{ duration: 0.5, moments: 2 }, 'the duration is 0.5'],
    [{ duration: Number.NaN, moments: 2 }, 'the duration is NaN'],
    [{ duration: 1, moments: 2 }, 'moments is 2'],
    [{ duration: 10, moments: 1 }, 'moments is 1'],
    [{ duration: 10, moments: 2.5 }, 'moments is 2.5'],
  ])('a run that cannot have its moments: %o', (options, message) => {
    expect(() => distillReducedModel(short, student, teacher, { ...fromScratch, ...options })).toThrow(
      message,
    )
  })

  test('a temperature of 0', () => {
    expect(() => distillReducedModel({ ...short, temperature: 0 }, student, teacher, fromScratch)).toThrow(
      'temperature is 0',
    )
  })
})

test('outputs that are pushed downward do not shorten steps: a small start takes few rounds', () => {
  // With steps that every output bounds, these networks take 237 rounds on average.
  const small = { ...theoremsRegime(20), initialScale: 1e-8 }
  for (const initialization of ['i0', 'i1'])
    expect(trainReducedModel(small, { seed: 5001, dataset: 'd', initialization }).steps).toBeLessThan(160)
})
