import { regimes } from '@multiview/network'
import { execute } from '@multiview/theory'
import { describe, expect, test } from 'vitest'

const settings = {
  ...regimes.dense,
  classes: 2,
  neurons: 3,
  samples: 8,
  patches: 6,
  singleViewFraction: 0.25,
  otherFeatureRate: 1,
  dimension: 64,
  power: 3,
  threshold: 1,
  initialScale: 0.1,
  backgroundNoiseNorm: 0,
  stepRule: 'constant',
  stepSize: 0.4,
  maxSteps: 20,
} as const
const names = { seed: 7, dataset: 'd', initialization: 'i' }
const apart = (noiseNorm: number, limitInitialization = 'i') =>
  execute({ kind: 'dense-and-limit', settings: { ...settings, noiseNorm }, names, limitInitialization })

describe('a dense network beside its limit', () => {
  test('is its limit where there is no noise that could overlap', () => {
    const { distance, growth } = apart(0)
    expect(distance).toBeLessThan(1e-12)
    expect(growth).toBeGreaterThan(1.05)
  })

  test('is apart from it where there is', () => {
    const { distance } = apart(0.5)
    expect(distance).toBeGreaterThan(1e-3)
    expect(distance).toBeLessThan(1)
  })

  test('is far from a limit that started elsewhere', () => {
    expect(apart(0, 'another').distance).toBeGreaterThan(1)
  })
})
