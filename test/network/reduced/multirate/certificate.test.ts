/**
 * The step rule multirate against small common steps: nearly always the same views, strengths and
 * outputs at the same time of the flow.
 */

import { learnedEach, regimes, type Settings } from '@multiview/network'
import { describe, expect, test } from 'vitest'
import { namesOf, threeViews } from '../both-models.ts'
import { studentNames, taughtAtTen, taughtThreeViews, teachers } from '../small-distillation.ts'
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

/** The differences of two states, for one run or many. */
interface Difference {
  /** The number of classes, and of those that learned different views. */
  readonly classes: number
  readonly other: number
  /**
   * The largest difference of Λ of each class that learned the same views, as a share of the
   * largest Λ.
   */
  readonly strength: readonly number[]
  /** Every output of these classes that is not 0, as a share of the largest output. */
  readonly output: readonly number[]
}

const difference = (views: number, of: Standing, from: Standing): Difference => {
  const known = learnedEach(of.strength, views)
  const classes = of.strength.length / views
  const ofClass = (i: number) => Array.from({ length: views }, (_, at) => views * i + at)
  const knownFrom = learnedEach(from.strength, views)
  const same = Array.from({ length: classes }, (_, i) => ofClass(i).every(v => known[v] === knownFrom[v]))
  const [most, mostOutput] = [Math.max(...from.strength), Math.max(...from.outputs)]
  const away = from.strength.map((value, v) => Math.abs(of.strength[v] - value) / most)
  const output: number[] = []
  from.outputs.forEach((value, at) => {
    if (same[at % same.length] && (value !== 0 || of.outputs[at] !== 0))
      output.push(Math.abs(of.outputs[at] - value) / mostOutput)
  })
  return {
    classes: same.length,
    other: same.filter(isSame => !isSame).length,
    strength: same.flatMap((isSame, i) => (isSame ? [Math.max(...ofClass(i).map(v => away[v]))] : [])),
    output,
  }
}

const together = (each: readonly Difference[]): Difference => {
  const sum = (read: (one: Difference) => number): number => each.reduce((total, one) => total + read(one), 0)
  return {
    classes: sum(one => one.classes),
    other: sum(one => one.other),
    strength: each.flatMap(one => one.strength),
    output: each.flatMap(one => one.output),
  }
}

const middle = (values: readonly number[]): number =>
  Float64Array.from(values).sort()[Math.floor(values.length / 2)]

const shareWithin = (values: readonly number[], bound: number): number =>
  values.filter(value => value <= bound).length / values.length

// Consecutive seeds, all of them. If two views are nearly tied, any change of the step may decide
// the race, and also whether a sample is memorized. So the test bounds shares and not the largest
// value, and it also measures common steps of another size.
const inRow = [1, 2, 3, 4]

describe.each([
  ['k = 10, the quick regime', regimes.quick, 1.8e6],
  ['k = 20', twenty, 6.5e5],
  ['k = 6, three views of unequal strength', threeViews, 1.8e6],
] as [string, Settings, number][])('teachers, %s', (_, settings, end) => {
  const runs = inRow.map(seed => {
    const names = namesOf(seed)
    const reference = atSmallSteps(settings, names, 0.04, { time: end })
    const control = atSmallSteps(settings, names, 0.08, { time: end })
    const [usual, finer] = [0.3, 0.1].map(tolerance => atOwnSteps(settings, names, tolerance, reference.time))
    return { reference, control, usual, finer }
  })
  const usual = together(runs.map(run => difference(settings.views, run.usual, run.reference)))
  const finer = together(runs.map(run => difference(settings.views, run.finer, run.reference)))
  const control = together(runs.map(run => difference(settings.views, run.control, run.reference)))

  test('the views learned are the same in at least 97% of the classes', () => {
    // Measured: the same views in all classes.
    for (const { other, classes } of [usual, finer, control])
      expect(other).toBeLessThanOrEqual(0.03 * classes)
    for (const run of runs) expect(run.usual.time).toBe(run.reference.time)
  })

  test('Λ is within 4% in at least 95% of the classes, and 99% of the outputs are', () => {
    // Measured: Λ is that close in all classes at k = 10. At k = 20 it is in 78 of 80 classes, and
    // in 79 at a third of the tolerance; the farthest Λ are off by 41% and 10%. At least 99.8% of
    // the outputs are that close.
    for (const { strength, output } of [usual, finer]) {
      expect(shareWithin(strength, 0.04)).toBeGreaterThanOrEqual(0.95)
      expect(shareWithin(output, 0.04)).toBeGreaterThanOrEqual(0.99)
    }
    expect(middle(finer.strength)).toBeLessThan(middle(usual.strength))
  })

  test('small common steps that are twice as large move Λ as much as steps of their own do', () => {
    // Measured: as many classes are off by more than 4%. The middle class is off by 1.6% and 1.6%
    // at k = 10, and by 2.1% and 1.3% at k = 20.
    expect(shareWithin(usual.strength, 0.04)).toBeGreaterThan(shareWithin(control.strength, 0.04) - 0.03)
    expect(middle(usual.strength)).toBeLessThan(1.5 * middle(control.strength))
  })

  test('rounds are a small part of the common steps', () => {
    // Measured: a fifth with three views at k = 6, and less in the other cases.
    for (const run of runs) expect(run.usual.steps).toBeLessThan(run.reference.steps / 4.5)
  })
})

describe.each([
  ['two views', taughtAtTen],
  ['three views of unequal strength', taughtThreeViews],
])('students, k = 10, three teachers, %s', (_, settings) => {
  const members = 3
  const runs = inRow.map(seed => {
    const names = studentNames(seed)
    const { outputs } = teachers(seed, members, settings)
    const teaching = { settings, scaled: outputs.map(f => f * settings.teacherScale) }
    const [reference, common] = [0.04, settings.stepTolerance].map(tolerance =>
      atSmallSteps(settings, names, tolerance, { time: 4e4 }, teaching),
    )
    const own = atOwnSteps(settings, names, settings.stepTolerance, reference.time, teaching)
    return { reference, common, own }
  })
  const own = together(runs.map(run => difference(settings.views, run.own, run.reference)))
  const common = together(runs.map(run => difference(settings.views, run.common, run.reference)))

  test('the views learned are the same in at least 95% of the classes', () => {
    // Measured: the same views in 39 of 40 classes.
    expect(own.other).toBeLessThanOrEqual(0.05 * own.classes)
  })

  test('Λ is within 10% in at least 95% of the classes, and 95% of the outputs within 6%', () => {
    // Measured: all classes, and 97.6% of the outputs. A sample that is memorized in one run only
    // is off by up to 25%.
    expect(shareWithin(own.strength, 0.1)).toBeGreaterThanOrEqual(0.95)
    expect(shareWithin(own.output, 0.06)).toBeGreaterThanOrEqual(0.95)
  })

  // With three views 39 and 40 of 40 classes are within 10%.
  test.runIf(settings.views === 2)(
    'common steps at the same tolerance are farther away in more classes',
    () => {
      // In the middle class both are off by 2%. The difference is in the classes whose race is
      // close.
      expect(common.other).toBeGreaterThanOrEqual(own.other)
      expect(shareWithin(own.strength, 0.1)).toBeGreaterThan(shareWithin(common.strength, 0.1))
    },
  )

  test('as many neurons of other classes grow, up to a tenth', () => {
    for (const run of runs) {
      expect(run.reference.promoted).toBeGreaterThan(20)
      expect(Math.abs(run.own.promoted / run.reference.promoted - 1)).toBeLessThan(0.1)
    }
  })

  test('rounds are a small part of the common steps', () => {
    for (const run of runs) expect(run.own.steps).toBeLessThan(run.reference.steps / 10)
  })
})
