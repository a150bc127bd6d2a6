import { stream } from '@multiview/tensor'
import { powerOfAll, powersOf, type ReportClaim } from '@multiview/theory'
import { powerOfMean, powerOfShare, studentTQuantile } from '@multiview/theory/statistics'
import { describe, expect, test } from 'vitest'
import { sharesOfOneView } from '../../../packages/theory/src/claims/ensemble-law/simulated.ts'
import { expectedWeakViews } from '../../../packages/theory/src/predictions/weak-views.ts'

const level = 0.99
const n = 16
/** A mean with its one-sided t interval. */
const mean = (value: number, deviation: number) => {
  const reach = (studentTQuantile(level, n - 1) * deviation) / Math.sqrt(n)
  return {
    value,
    low: value - reach,
    high: value + reach,
    method: 'student-t' as const,
    level,
    n,
    unit: 'draw',
  }
}
const claimOf = (part: Partial<ReportClaim>): ReportClaim => ({
  id: 'a-claim',
  title: '',
  statement: '',
  source: '',
  regime: null,
  setting: {},
  measured: mean(0.2, 0.05),
  predicted: null,
  bound: { low: null, high: 0.26 },
  boundSource: 'chosen',
  conditions: [],
  checks: [],
  series: [],
  verdict: 'holds',
  reason: null,
  control: { id: 'control', statement: '', measured: mean(0.5, 0.1), verdict: 'breaks' },
  ...part,
})
const condition = { name: 'a share', low: 0.9, high: 1, level, met: true, decided: true }

describe('the power of a claim', () => {
  test('of a mean is that of its deviation, which its interval tells', () => {
    const [claim, control] = powersOf(claimOf({}))
    expect(claim.deviation).toBeCloseTo(0.05, 12)
    expect(claim.probability).toBe(
      powerOfMean({ mean: 0.2, deviation: claim.deviation ?? 0, n }, { low: null, high: 0.26 }, level, 1),
    )
    // The control has to lie above the bound.
    const above = { low: 0.26, high: null }
    expect(control.probability).toBeCloseTo(powerOfMean({ mean: 0.5, deviation: 0.1, n }, above, level, 1), 9)
  })

  test('counts conditions with an interval, in the words of what they require', () => {
    const powers = powersOf(
      claimOf({
        conditions: [
          { ...condition, method: 'clopper-pearson', measured: 0.975, n: 120, required: 'at least 0.9' },
          {
            ...condition,
            method: 'student-t',
            measured: 0.95,
            low: 0.94,
            high: 0.96,
            n,
            required: 'between 0.9 and 1',
          },
          {
            ...condition,
            method: null,
            measured: 3,
            low: null,
            high: null,
            level: null,
            n: null,
            required: 3,
          },
        ],
      }),
    )
    expect(powers.map(({ what }) => what)).toHaveLength(4)
    expect(powers[1].probability).toBe(
      powerOfShare({ share: 0.975, n: 120 }, { low: 0.9, high: null }, level),
    )
    expect(powers[2].bound).toEqual({ low: 0.9, high: 1 })
  })

  test('loses the risks that a claim names, and adds all risks up', () => {
    const powers = powersOf(claimOf({}), [{ what: 'an accident', probability: 0.01 }])
    expect(powers.at(-1)).toMatchObject({ what: 'not: an accident', probability: 0.99 })
    const risks = powers.reduce((total, { probability }) => total + 1 - probability, 0)
    expect(powerOfAll(powers)).toBeCloseTo(1 - risks, 12)
  })

  test('of a mean outside its bound is near 0, and so is that of a control inside', () => {
    const [claim, control] = powersOf(
      claimOf({
        measured: mean(0.3, 0.01),
        control: { id: 'control', statement: '', measured: mean(0.2, 0.01), verdict: 'does not break' },
      }),
    )
    expect([claim.probability < 1e-6, control.probability < 1e-6]).toEqual([true, true])
  })
})

test('the expected number of weak views is that of all outcomes of the lottery', () => {
  const odds = [0.5, 0.8]
  const members = 5
  for (const least of [1, 2, 6]) {
    let expected = 0
    for (const p of odds)
      for (let outcome = 0; outcome < 2 ** members; outcome++) {
        const first = Array.from({ length: members }, (_, j) => (outcome >> j) & 1).reduce((a, b) => a + b)
        const probability = p ** first * (1 - p) ** (members - first)
        expected += probability * ((first < least ? 1 : 0) + (members - first < least ? 1 : 0))
      }
    expect(expectedWeakViews(odds, members, least)).toBeCloseTo(expected, 12)
  }
})

test('simulated lotteries lose the views that their odds say', () => {
  const random = stream(3, 'odds')
  const odds = [0, 1].map(() => Array.from({ length: 70 }, () => random.uniform(0.3, 0.7)))
  const sizes = [1, 2, 4]
  const runs = sharesOfOneView({ odds, networks: 9, partitions: 2, sizes }, 300)
  sizes.forEach((size, at) => {
    odds.forEach((each, d) => {
      const law = each.reduce((sum, p) => sum + p ** size + (1 - p) ** size, 0) / each.length
      const found = runs.reduce((sum, run) => sum + run[at][d], 0) / runs.length
      expect(found).toBeGreaterThan(law - 0.01)
      expect(found).toBeLessThan(law + 0.01)
    })
  })
})
