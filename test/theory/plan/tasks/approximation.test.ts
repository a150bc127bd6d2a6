import { regimes, type Settings } from '@multiview/network'
import { execute } from '@multiview/theory'
import { describe, expect, test } from 'vitest'

/** Without features of other classes and with little noise, every difference is known. */
const settings: Settings = {
  ...regimes.limit,
  classes: 4,
  otherFeatureRate: 0,
  neurons: 2,
  initialScale: 1e-12,
}
const { classes, neurons, power, threshold } = settings
const strength = 6

/** Every class has learned one view in its first neuron. */
const knowing = (view: 1 | 2): Float64Array => {
  const a = new Float64Array(2 * classes * classes * neurons)
  for (let i = 0; i < classes; i++) a[(2 * i + view - 1) * classes * neurons + i * neurons] = strength
  return a
}

const approximate = (strengthsOf: Float64Array) =>
  execute({
    kind: 'approximation',
    settings,
    seed: 1,
    testSet: 'a',
    perCell: 20,
    member: { initialization: 'i', featureCorrelation: knowing(1) },
    strengthsOf,
  })

describe('the difference of outputs and Σ Φ Z', () => {
  const offset = (1 - 1 / power) * threshold
  const { distance, multi, single, margin, shown } = approximate(knowing(1))

  test('is what the smoothed ReLU takes off a learned view, on multi-view samples', () => {
    expect(multi).toBeCloseTo(offset / Math.sqrt(classes), 9)
  })

  test('is that, or the whole of a view shown too weakly, on single-view ones', () => {
    const preactivation = strength * settings.weakViewWeight[0]
    const missed = preactivation - preactivation ** power / (power * threshold ** (power - 1))
    expect(single).toBeCloseTo(Math.sqrt((offset ** 2 + missed ** 2) / 2 / classes), 9)
  })

  test('overall weighs both kinds by their samples: half as many of them are multi-view', () => {
    expect(distance).toBeCloseTo(Math.sqrt((2 * single ** 2 + multi ** 2) / 3), 12)
  })

  test('the margin is that of the learned view', () => {
    expect(margin).toBeGreaterThan(strength * 1 - offset)
    expect(margin).toBeLessThan(strength * 1.2 - offset)
  })

  test('the pairs that are shown lie that far below the diagonal, or at 0', () => {
    shown.said.forEach((said, at) => {
      expect(said - shown.output[at]).toBeCloseTo(said > 0 ? offset : 0, 9)
    })
    expect(shown.said.filter(said => said > 0)).toHaveLength(shown.said.length / classes)
  })

  test('against the Φ of a model that knows the other view it is as large as the outputs of single-view samples', () => {
    const other = approximate(knowing(2))
    expect(other.single).toBeGreaterThan(strength / 2 / Math.sqrt(classes))
    expect(other.margin).toBe(margin)
  })
})
