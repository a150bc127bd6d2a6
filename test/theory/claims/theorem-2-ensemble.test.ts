import { describe, expect, test } from 'vitest'
import { taughtRun, testedReduced } from './fake-scheduler.ts'
import { judged } from './judged.ts'

describe('theorem-2-ensemble', () => {
  const shared = (testSet: string) => testSet.includes('shared')

  test('holds when no ensemble errs, and breaks when the members share an initialization', async () => {
    for (const preset of ['quick', 'standard', 'full'] as const) {
      const claim = await judged(
        'theorem-2-ensemble',
        {
          'measure-reduced-errors': task =>
            testedReduced(task, { single: shared(task.testSet) ? 8000 : 0, multi: 0 }),
        },
        preset,
      )
      expect(claim.verdict).toBe('holds')
      expect(claim.measured.value).toBe(0)
      expect(claim.measured.high).toBeLessThan(0.001)
      expect(claim.control.verdict).toBe('breaks')
    }
  })

  test('one bad ensemble is enough to fail', async () => {
    const claim = await judged('theorem-2-ensemble', {
      'measure-reduced-errors': task =>
        testedReduced(task, { single: task.testSet.endsWith('data set 2') ? 2000 : 0, multi: 0 }),
    })
    expect(claim.verdict).toBe('fails')
  })

  test('an error rate that the limit cannot exclude is inconclusive', async () => {
    const claim = await judged('theorem-2-ensemble', {
      'measure-reduced-errors': task => testedReduced(task, { single: 20, multi: 0 }),
    })
    expect(claim.measured.value).toBeLessThan(0.001)
    expect(claim.verdict).toBe('inconclusive')
  })

  test('counts the classes in which all members learned the same view', async () => {
    const claim = await judged('theorem-2-ensemble', {
      'train-reduced': task =>
        taughtRun(task, {
          // Class 0 always learns view 1; the others alternate with the member.
          strength: Float64Array.from({ length: 80 }, (_, feature) => {
            const member = Number(task.names.initialization.split('/')[1])
            const view = feature < 2 ? 0 : member % 2
            return feature % 2 === view ? 1 : 0
          }),
        }),
    })
    const uncovered = claim.series.find(series => series.name.includes('no member learned'))
    expect(uncovered?.value).toEqual([0.025])
  })
})
