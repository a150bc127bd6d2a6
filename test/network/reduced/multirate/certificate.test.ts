/**
 * The step rule multirate against small common steps: the same views, strengths and outputs at the
 * same time of the flow.
 */

import {
  type DistillationSettings,
  learnedBoth,
  learnedViews,
  regimes,
  type Settings,
  trainReducedModel,
} from '@multiview/network'
import { describe, expect, test } from 'vitest'
import { farthest } from '../../limit/naive-limit.ts'
import { namesOf } from '../both-models.ts'
import { studentNames, taughtAtTen, teachers } from '../small-distillation.ts'
import { atOwnSteps, atSmallSteps, type Standing } from './small-steps.ts'

const twenty: Settings = {
  ...regimes.quick,
  classes: 20,
  samples: 240,
  patches: 40,
  otherFeatureRate: 4,
  neurons: 8,
  power: 3,
  initialScale: 1e-5,
}

const taughtAtTwenty: Settings & DistillationSettings = {
  ...regimes.distillation,
  classes: 20,
  samples: 240,
  noiseNorm: 0.7,
  targetLoss: 0.002,
  distillationRate: 20,
  neurons: 20,
}

/** The farthest Λ and output, each as a share of the largest. */
const distances = (of: Standing, from: Standing): { strength: number; output: number } => ({
  strength: farthest(of.strength, from.strength) / Math.max(...from.strength),
  output: farthest(of.outputs, from.outputs) / Math.max(...from.outputs),
})

const sameViews = (of: Standing, from: Standing): void => {
  expect(learnedViews(of.strength)).toEqual(learnedViews(from.strength))
  expect(learnedBoth(of.strength)).toEqual(learnedBoth(from.strength))
}

// Times are about 1.5 times those of training: the outputs of a class that is still learning change
// fast, and a comparison of them says little.
describe.each([
  ['k = 10, the quick regime', regimes.quick, 1, 1.8e6],
  ['k = 20', twenty, 3, 6.5e5],
] as [string, Settings, number, number][])('a teacher, %s', (_, settings, seed, end) => {
  const names = namesOf(seed)
  const reference = atSmallSteps(settings, names, 0.02, { time: end })
  const [usual, finer] = [0.3, 0.1].map(tolerance => atOwnSteps(settings, names, tolerance, reference.time))

  test('the views learned are the same in every class, and so are the classes that learned both', () => {
    expect(usual.time).toBe(reference.time)
    expect(reference.loss).toBeLessThan(settings.targetLoss / 5)
    sameViews(usual, reference)
    sameViews(finer, reference)
  })

  test('every Λ and every output is within 4%, and within 2% at a third of the tolerance', () => {
    expect(distances(usual, reference).strength).toBeLessThan(0.04)
    expect(distances(usual, reference).output).toBeLessThan(0.04)
    expect(distances(finer, reference).strength).toBeLessThan(0.02)
    expect(distances(finer, reference).output).toBeLessThan(0.02)
  })

  test('rounds are a small part of the common steps', () => {
    expect(usual.steps).toBeLessThan(reference.steps / 10)
  })
})

describe.each([
  ['k = 10, three teachers', taughtAtTen, 4, 0.02, 4e4, () => teachers(4, 3).outputs],
  [
    'k = 20, four teachers',
    taughtAtTwenty,
    1,
    0.08,
    3e5,
    () => {
      const each = [0, 1, 2, 3].map(j =>
        trainReducedModel(
          { ...taughtAtTwenty, stepRule: 'multirate' },
          { ...studentNames(1), initialization: `teacher ${j}` },
        ),
      )
      return each[0].outputs.map((_, at) => each.reduce((sum, { outputs }) => sum + outputs[at], 0) / 4)
    },
  ],
] as [string, Settings & DistillationSettings, number, number, number, () => Float64Array][])(
  'a student, %s',
  (_, settings, seed, tolerance, end, taught) => {
    const teaching = { settings, scaled: taught().map(f => f * settings.teacherScale) }
    const reference = atSmallSteps(settings, studentNames(seed), tolerance, { time: end }, teaching)
    const own = atOwnSteps(settings, studentNames(seed), settings.stepTolerance, reference.time, teaching)

    test('the views learned are the same in every class, and so are the classes that learned both', () => {
      sameViews(own, reference)
    })

    test('every Λ and every output is within 6%', () => {
      expect(distances(own, reference).strength).toBeLessThan(0.06)
      expect(distances(own, reference).output).toBeLessThan(0.06)
    })

    test('as many neurons of other classes grow, up to a tenth', () => {
      expect(reference.promoted).toBeGreaterThan(20)
      expect(Math.abs(own.promoted / reference.promoted - 1)).toBeLessThan(0.1)
    })

    test('rounds are a small part of the common steps', () => {
      expect(own.steps).toBeLessThan(reference.steps / 10)
    })
  },
)
