import { errorLimits, measuredMean, measuredMeanOneSided, ofShare, ofTests } from '@multiview/theory'
import { studentTQuantile } from '@multiview/theory/statistics'
import { describe, expect, test } from 'vitest'

const settings = { singleViewFraction: 1 / 6 }
/** Errors of n networks, each on 800 single-view and 800 multi-view samples of its own. */
const testsOf = (singleErrors: readonly number[]) =>
  ofTests(
    singleErrors.map(errors => ({ singleErrors: errors, singles: 800, multiErrors: 0, multis: 800 })),
    settings,
  )
const none = new Array<number>(8).fill(0)
const level = 1 - 0.05 / 8

describe('the interval of a mean', () => {
  test('of equal errors is as wide as their test samples say', () => {
    const { high: exact, method } = measuredMeanOneSided(none, level, 'network', { low: 0, high: 6 })
    expect([method, (exact ?? 0) > 2.5]).toEqual(['clopper-pearson', true])
    const combined = measuredMeanOneSided(none, level, 'network', testsOf(none))
    expect(combined).toMatchObject({ value: 0, low: 0, method: 'combined', n: 8 })
    // Each network errs on at most ln(1/tail)/800 of both kinds, which counts 1 + 5 times.
    const limit = (6 * Math.log(32 / (1 - level) / 0.5)) / 800
    expect(combined.high).toBeGreaterThan(limit / 2)
    expect(combined.high).toBeLessThan(1.5 * limit)
  })

  test('of equal errors contains the t interval of all errors between the limits of the tests', () => {
    const tests = testsOf(none)
    const noError = { singleErrors: 0, singles: 800, multiErrors: 0, multis: 800 }
    const n = none.length
    for (const [sides, measure] of [
      [1, measuredMeanOneSided],
      [2, measuredMean],
    ] as const) {
      const { low, high } = measure(none, level, 'network', tests)
      const ofEach = (1 + level) / 2
      const most = errorLimits(noError, settings, 1 - (1 - ofEach) / (4 * n)).high
      const t = studentTQuantile(sides === 1 ? ofEach : (1 + ofEach) / 2, n - 1)
      // Every vertex of the box of errors, by its t limits.
      for (let vertex = 0; vertex < 2 ** n; vertex++) {
        const errors = none.map((_, d) => (vertex & (1 << d) ? most : 0))
        const center = errors.reduce((a, b) => a + b) / n
        const variance = errors.reduce((sum, error) => sum + (error - center) ** 2, 0) / (n - 1)
        const half = t * Math.sqrt(variance / n)
        expect(center + half).toBeLessThanOrEqual((high ?? 0) * (1 + 1e-12))
        expect(Math.max(0, center - half)).toBeGreaterThanOrEqual(low ?? 1)
      }
    }
  })

  test('narrows as the test samples do, and not with more equal networks alone', () => {
    const highOf = (n: number) =>
      measuredMeanOneSided(new Array(n).fill(0), level, 'network', testsOf(new Array(n).fill(0))).high ?? 0
    expect(highOf(64)).toBeLessThan(highOf(8))
    expect(highOf(64)).toBeGreaterThan(0.3 * highOf(8))
  })

  test('of draws that differ is the t interval, with test sets or without', () => {
    const errors = [1, ...none.slice(1)].map(errors => errors / 800)
    const tested = measuredMeanOneSided(errors, level, 'network', testsOf([1, ...none.slice(1)]))
    expect(tested).toEqual(measuredMeanOneSided(errors, level, 'network', { low: 0, high: 6 }))
    expect(tested.method).toBe('student-t')
  })

  test('of fewer than eight equal errors is exact, since nothing tells how networks differ', () => {
    const few = none.slice(1)
    expect(measuredMean(few, level, 'network', testsOf(few)).method).toBe('clopper-pearson')
  })

  test('of equal draws without a range has no limits and says why', () => {
    const all = measuredMean(none, level, 'network')
    expect(all).toMatchObject({ low: null, high: null })
    expect(all.method).toBeUndefined()
    expect(all.missing).toContain('all 8 draws are 0')
    expect(measuredMean([1, 1], 0.95, 'model', ofShare).method).toBe('clopper-pearson')
  })
})
