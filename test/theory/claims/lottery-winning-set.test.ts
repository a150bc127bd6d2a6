import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { type TaskOf, taughtRun } from './fake-scheduler.ts'
import { judged } from './judged.ts'

describe('lottery-winning-set', () => {
  /** Random initial correlations. The stronger view is learned, except for a share of upsets. */
  const lottery = (upsets: number) => {
    const random = stream(2, 'lottery', `${upsets}`)
    return (task: TaskOf<'train-reduced'>) => {
      const initialStrength = Float64Array.from({ length: 80 }, () => random.uniform(0, 1))
      const strength = initialStrength.map((own, feature) => {
        const other = initialStrength[feature ^ 1]
        return own > other ? 1 : 0
      })
      for (let i = 0; i < 40; i++) if (random.bernoulli(upsets)) strength.subarray(2 * i, 2 * i + 2).reverse()
      return taughtRun(task, { initialStrength, strength })
    }
  }

  test('holds when the leader is learned, and breaks for the initialization of another model', async () => {
    const claim = await judged('lottery-winning-set', { 'train-reduced': lottery(0.01) })
    expect(claim.verdict).toBe('holds')
    expect(claim.control.measured.value).toBeCloseTo(0.5, 1)
    expect(claim.control.verdict).toBe('breaks')
  })

  test('fails when the leader is learned no more often than a coin says', async () => {
    expect((await judged('lottery-winning-set', { 'train-reduced': lottery(0.5) })).verdict).toBe('fails')
  })

  test('is inconclusive near the bound', async () => {
    const claim = await judged('lottery-winning-set', { 'train-reduced': lottery(0.051) })
    expect(claim.measured.low).toBeLessThan(0.95)
    expect(claim.measured.high).toBeGreaterThan(0.95)
    expect(claim.verdict).toBe('inconclusive')
  })

  test('a control that predicts as well does not break', async () => {
    // All models have the same start, so another model's initialization predicts as well as a
    // model's own.
    const strength = Float64Array.from({ length: 80 }, (_, feature) => (feature % 2 === 0 ? 1 : 0.1))
    const claim = await judged('lottery-winning-set', {
      'train-reduced': task => taughtRun(task, { initialStrength: strength, strength }),
    })
    expect(claim.control.verdict).toBe('does not break')
  })
})
