/**
 * The paper's asymptotic scales at one k, and why they do not work at any k that a computer can
 * run.
 */

import { checkDefinition, formulaInitialScale, regimes, validSettings } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { paperConstants, paperRegime } from '../../../packages/network/src/data/paper-regime.ts'

const complaints = (settings: ReturnType<typeof paperRegime>): string[] =>
  checkDefinition(drawTrainingSet({ ...settings, featureNoise: 0 }, stream(1)), settings).map(
    ({ property }) => property,
  )

test('the regime is the formulas at k = 10, and its settings are allowed', () => {
  expect(regimes.paper).toEqual(paperRegime(10))
  for (const k of [10, 40, 100]) expect(() => validSettings(paperRegime(k), ['dense'])).not.toThrow()
})

test('every scale is its formula', () => {
  const k = 100
  const log = Math.log(k)
  const at = paperRegime(k)
  const scales: [number, number][] = [
    [at.otherFeatureRate, log ** 2],
    [at.patches, k ** 2],
    [at.dimension, k ** 3],
    [at.featureNoise, k ** -1.5],
    [at.backgroundNoiseNorm, k ** -0.5],
    [at.noiseNorm, 1 / log],
    [at.weakViewWeight[0], k ** -0.01],
    [at.singleViewOtherWeight[1], 1 / log],
    [at.singleViewFraction, 1 / k],
    [at.samples, Math.round(k ** 2.2)],
    [at.threshold, 1 / log],
    [at.neurons, Math.ceil(log ** 2)],
    [at.stepSize, k ** -2],
    [at.maxSteps, k ** 4],
    [at.initialScale ** (at.power - 2), 1 / k],
    [at.members, Math.ceil(log ** 3)],
  ]
  for (const [value, formula] of scales) expect(value / formula).toBeCloseTo(1, 12)
})

test('at k = 10 samples drawn from it show ρ above Γ, and no other complaint', () => {
  expect(complaints(regimes.paper)).toEqual(['ρ is below Γ'])
})

test('with ρ far smaller there is none: the rest of the definition holds', () => {
  expect(complaints(paperRegime(10, { ...paperConstants, weakExponent: 1 }))).toEqual([])
})

test('at most k neurons and a presence of at most 1, however small k is', () => {
  const at = paperRegime(10, { ...paperConstants, presenceExponent: 5, neuronExponent: 5 })
  expect([at.neurons, at.otherFeatureRate]).toEqual([10, 10])
})

test('σ_0 by formula needs q above 2', () => {
  expect(formulaInitialScale(10, 3)).toBeCloseTo(0.1, 15)
  expect(formulaInitialScale(16, 4)).toBeCloseTo(0.25, 15)
  expect(formulaInitialScale(10, 2.5)).toBeCloseTo(0.01, 15)
  for (const q of [2, 1])
    expect(() => formulaInitialScale(10, q)).toThrow(
      `power is ${q}; allowed: more than 2 for the initial scale by formula, σ_0^{q−2} = 1/k.`,
    )
})
