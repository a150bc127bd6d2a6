/** At k = 10 distillation fails in the reduced model, as in the full model. */

import {
  countEnsembleErrors,
  countReducedErrors,
  descend,
  drawTestSet,
  learnedBoth,
  type Model,
  memberOutputs,
  viewStrength,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { adaptiveStep } from '../../../packages/network/src/descent/step-rule.ts'
import type { OutputLayout } from '../../../packages/network/src/objective/output-layout.ts'
import { denseLayout } from '../../../packages/network/src/objective/output-layout.ts'
import { coverageOf } from '../../../packages/network/src/reduced/coverage.ts'
import { ownStrength } from '../../../packages/network/src/reduced/run.ts'
import { bothModels } from './both-models.ts'
import { distillationIn, studentNames, taughtAtTen, teachers } from './small-distillation.ts'

const { classes, neurons, temperature, targetReach } = taughtAtTen
const all = classes * neurons
/** The least ⟨w, v⟩ of a learned feature. */
const learned = 1

/**
 * The error on single-view samples in units of μ: the share that fails, with every (class, view)
 * equally often.
 */
const fresh = drawTestSet('single', taughtAtTen, 100, stream(9, 'single-view test set'))

/**
 * Teaches until the student has matched what its teacher sees. Returns the share that it matched.
 */
const teach = (seed: number, model: Model, layout: OutputLayout, outputs: Float64Array): number => {
  const { objective, goal } = distillationIn(seed, outputs, layout)
  const reach = coverageOf({ ...layout }, goal, temperature)
  let share = 0
  descend(model, objective, {
    rule: adaptiveStep(0.3),
    targetLoss: Number.NEGATIVE_INFINITY,
    maxSteps: 2500,
    isEnough: now => {
      share = reach(layout, now)
      return share >= targetReach
    },
  })
  return share
}

/** Neurons that learned a feature of another class. */
const wrongIn = (featureCorrelation: Float64Array): number => {
  let wrong = 0
  featureCorrelation.forEach((a, at) => {
    const [feature, i] = [Math.floor(at / all), Math.floor((at % all) / neurons)]
    if (Math.floor(feature / 2) !== i && a > learned) wrong++
  })
  return wrong
}

describe.each([1, 2])('seed %d', seed => {
  const ensemble = teachers(seed, 5)
  const { data, reduced, full } = bothModels(taughtAtTen, studentNames(seed))
  const reached = [
    teach(seed, reduced, reduced.layout, ensemble.outputs),
    teach(seed, full, denseLayout(data.size, classes), ensemble.outputs),
  ]
  const { own, promoted } = reduced.correlation()
  const { largestIdle } = reduced.certificate()
  const a = full.featureCorrelation()
  const lacking = [ownStrength(own, neurons), viewStrength(a, classes, neurons)].map(
    strength => learnedBoth(strength).filter(both => !both).length,
  )
  const count = countReducedErrors(taughtAtTen, [{ own, promoted, largestIdle }], fresh)
  const ofFull = memberOutputs(
    { network: taughtAtTen, classes, featureCorrelation: a, testNoise: stream(9, 'noise') },
    fresh,
    'single-view',
  )
  const errors = [count.errors / fresh.size, countEnsembleErrors([ofFull], fresh.label) / fresh.size]

  test('both students match their teacher on the training set', () => {
    for (const share of reached) expect(share).toBeGreaterThanOrEqual(targetReach)
  })

  test('and yet most classes lack a view, in one model as in the other', () => {
    for (const classesLacking of lacking) expect(classesLacking).toBeGreaterThanOrEqual(0.6 * classes)
    expect(Math.abs(lacking[0] - lacking[1])).toBeLessThanOrEqual(2)
  })

  test('so that both err far more than their teacher does, and about as much', () => {
    const taught = countReducedErrors(taughtAtTen, ensemble.members, fresh).errors / fresh.size
    for (const error of errors) {
      expect(error).toBeGreaterThan(0.25)
      expect(error).toBeGreaterThan(taught + 0.15)
    }
    expect(Math.abs(errors[0] - errors[1])).toBeLessThan(0.15)
    // Samples that count as errors because the bounds do not decide them.
    expect(count.undecided).toBeLessThan(0.01 * fresh.size)
  })

  test('since neurons learned features of the wrong classes: about as many in the reduced model', () => {
    let wrong = 0
    for (let at = 0; at < promoted.length; at += 4) if (promoted[at + 3] > learned) wrong++
    const inFull = wrongIn(a)
    expect(inFull).toBeGreaterThan(10)
    expect(wrong / inFull).toBeGreaterThan(0.6)
    expect(wrong / inFull).toBeLessThan(1.7)
  })
})
