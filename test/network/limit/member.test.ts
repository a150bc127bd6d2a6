import { memberOutputs, type Settings } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { drawSamples } from '../../../packages/network/src/data/draw.ts'
import { regimeWith } from '../settings.ts'
import { bruteForce, networkOf, outputsOf } from './members.ts'
import { farthest } from './naive-limit.ts'

const kinds = Array.from({ length: 60 }, (_, n) => ({ label: n % 4, presentView: (n % 3) as 0 | 1 | 2 }))
const small = (changes: Partial<Settings>): Settings =>
  regimeWith({ classes: 4, neurons: 3, patches: 30, otherFeatureRate: 2, ...changes })

const cases: [string, Settings, number][] = [
  ['trained scale, tiny noise', small({}), 0.5],
  ['noise as large as the correlations', small({ initialScale: 0.3, noiseNorm: 1 }), 0.3],
  ['real power', small({ power: 2.5, initialScale: 0.1 }), 0.5],
  ['two patches a feature', small({ patchesPerFeature: 2, initialScale: 0.05 }), 0.5],
  ['weights of 0', small({ weakViewWeight: [0, 0], otherWeight: [0, 0], initialScale: 0.1 }), 0.5],
  ['no feature excites anything', small({ initialScale: 0.1 }), 1e-9],
]

test.each(cases)('bounds contain the exact outputs: %s', (name, settings, scale) => {
  const data = drawSamples(settings, kinds, stream(1, name))
  const { lower, upper, exact } = outputsOf(networkOf(settings, scale, name), data)
  const outside: string[] = []
  for (let n = 0; n < data.size; n++)
    exact(n).forEach((value, i) => {
      const at = n * settings.classes + i
      if (!(lower[at] <= value && value <= upper[at])) outside.push(`${lower[at]} ${value} ${upper[at]}`)
    })
  expect(outside).toEqual([])
})

test('bounds hold when every neuron is active on a feature of weight 0', () => {
  const settings = small({ weakViewWeight: [0, 0], initialScale: 0.1 })
  const data = drawSamples(settings, kinds, stream(2))
  const trained = networkOf(settings, 1, 'all active')
  const active = {
    ...trained,
    featureCorrelation: trained.featureCorrelation.map(value => 0.1 + Math.abs(value)),
  }
  const { lower, upper, exact } = outputsOf(active, data)
  for (let n = 0; n < data.size; n++) {
    const values = exact(n)
    expect(values.every((value, i) => lower[4 * n + i] <= value && value <= upper[4 * n + i])).toBe(true)
  }
})

test.each(cases)(
  'exact outputs are those of drawing every noise by brute force: %s',
  (name, settings, scale) => {
    const data = drawSamples(settings, kinds, stream(1, name))
    const trained = networkOf(settings, scale, name)
    const { exact } = outputsOf(trained, data)
    const worst = kinds.map((_, n) => farthest(exact(n), bruteForce(trained, data, 'test', n)))
    expect(Math.max(...worst)).toBeLessThan(1e-12)
  },
)

test('noise alone gives outputs of the mean that its normal law says', () => {
  // With a = 0 and q = 2, E ReLU~(b) = E[b²; b > 0]/(2ϱ) = (σ_0‖ξ‖)²/(4ϱ) far below the threshold.
  const settings = small({ power: 2, threshold: 100, initialScale: 0.4, noiseNorm: 0.5, otherFeatureRate: 4 })
  const many = Array.from({ length: 2000 }, (_, n) => ({ label: n % 4, presentView: 0 as const }))
  const data = drawSamples(settings, many, stream(3))
  const { exact } = outputsOf(networkOf(settings, 0, 'still'), data)
  let sum = 0
  for (let n = 0; n < data.size; n++) sum += exact(n).reduce((total, value) => total + value, 0)
  const draws = data.feature.length * 12
  const mean = (0.4 * 0.5) ** 2 / (4 * 100)
  // E b⁴ = 3σ⁴ makes the deviation of one draw √5 of its mean.
  expect(Math.abs(sum / draws / mean - 1)).toBeLessThan((4 * Math.sqrt(5)) / Math.sqrt(draws))
})

test('the same test set has the same noise each time it is read, and another name has other noise', () => {
  const settings = small({ initialScale: 0.3 })
  const data = drawSamples(settings, kinds, stream(4))
  const trained = networkOf(settings, 0.5, 'repeat')
  const first = memberOutputs(trained, data, 'one')
  expect(first.exact(5)).toEqual(first.exact(5))
  expect(memberOutputs(trained, data, 'one').exact(5)).toEqual(first.exact(5))
  expect(memberOutputs(trained, data, 'two').exact(5)).not.toEqual(first.exact(5))
  expect(first.exact(5)).not.toEqual(first.exact(8))
})
