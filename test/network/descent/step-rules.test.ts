/**
 * The claims take adaptive steps in place of the paper's constant steps. Both learn the same views,
 * at the size of a claim.
 */

import { learnedViews, regimes, trainLimitModel } from '@multiview/network'
import { describe, expect, test } from 'vitest'
import { long } from '../../robustness/effort.ts'

const settings = regimes.limit
const namesOf = (seed: number) => ({ seed, dataset: 'step rules', initialization: 'step rules' })

/**
 * η small enough that half of it gives the same views, and large enough for about 10,000 steps per
 * model.
 */
const stepSize = 100
const constant = (seed: number, eta: number) =>
  trainLimitModel({ ...settings, stepRule: 'constant', stepSize: eta, maxSteps: 200_000 }, namesOf(seed))

const seeds = [1, 3]
/** 20 classes on 2 data sets. */
const classes = seeds.length * settings.classes

describe(`regime limit, k = ${settings.classes}, ${classes} classes`, () => {
  test('descent with constant steps learns the views that adaptive steps learn, and fits all samples', () => {
    const views = seeds.map(seed => {
      const adaptive = trainLimitModel(settings, namesOf(seed))
      const steady = constant(seed, stepSize)
      expect([adaptive.trainingErrors, steady.trainingErrors]).toEqual([0, 0])
      expect(steady.steps).toBeGreaterThan(5 * adaptive.steps)
      expect(learnedViews(steady.finalStrength), `seed ${seed}`).toEqual(learnedViews(adaptive.finalStrength))
      return [...learnedViews(adaptive.finalStrength)]
    })
    // Both views occur, and different ones for each seed. So the agreement is not trivial.
    expect(new Set(views.flat())).toEqual(new Set([1, 2]))
    expect(new Set(views.map(String)).size).toBe(seeds.length)
  }, 180_000)

  // It takes as long as all of the other test.
  test.skipIf(!long)(
    'and so do constant steps of half the size',
    () => {
      expect(learnedViews(constant(3, stepSize / 2).finalStrength)).toEqual(
        learnedViews(trainLimitModel(settings, namesOf(3)).finalStrength),
      )
    },
    180_000,
  )
})
