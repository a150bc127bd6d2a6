/** The claims on mixed samples, on synthetic results. */

import type { ResultOf } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import type { TaskOf } from './fake-scheduler.ts'
import { judged } from './judged.ts'

type Mixed = TaskOf<'mixed'>
type Samples = Mixed['samples']

/**
 * Networks that are right on the samples of view 1 alone, and of view 2 for a share of the classes,
 * a little different for each network.
 */
const knowing =
  (shares: Partial<Record<Samples, number>>, part: (task: Mixed) => Partial<ResultOf<Mixed>> = () => ({})) =>
  (task: Mixed): ResultOf<Mixed> => {
    const { classes, neurons } = task.settings
    const share = shares[task.samples] ?? 0
    const count = Math.round(share * classes) - (share > 0 && share < 1 ? Number(task.names.dataset) % 2 : 0)
    return {
      steps: 1,
      loss: 0,
      trainingErrors: 0,
      featureCorrelation: new Float64Array(2 * classes * classes * neurons),
      right: Float64Array.from({ length: 2 * classes }, (_, at) => (at % 2 === 0 || at / 2 < count ? 1 : 0)),
      ...part(task),
    }
  }

describe('midpoint-mixup', () => {
  const all = { midpoints: 1, original: 0, 'shuffled midpoints': 0 }

  test('holds if midpoints learn both views and plain training does not', async () => {
    const claim = await judged('midpoint-mixup', { mixed: knowing(all) })
    expect(claim.verdict).toBe('holds')
    expect(claim.measured).toMatchObject({ value: 1, n: 24 })
    // All draws are 1: the limit comes from the binomial law, not from a t interval of width 0.
    expect(claim.measured.low).toBeGreaterThan(0.8)
    expect(claim.measured.low).toBeLessThan(0.9)
    expect(claim.control).toMatchObject({ verdict: 'breaks', measured: { value: 0, n: 12 } })
  })

  test('counts a view from 95% of its samples on', async () => {
    const almost = (right: number) =>
      judged('midpoint-mixup', {
        mixed: knowing(all, ({ samples, settings }) =>
          samples === 'midpoints' ? { right: new Float64Array(2 * settings.classes).fill(right) } : {},
        ),
      })
    expect((await almost(0.95)).measured.value).toBe(1)
    expect((await almost(0.94)).verdict).toBe('fails')
  })

  test('fails if midpoints learn few second views, or leave a training sample wrong', async () => {
    expect((await judged('midpoint-mixup', { mixed: knowing({ ...all, midpoints: 0.5 }) })).verdict).toBe(
      'fails',
    )
    const wrong = knowing(all, ({ names, samples }) =>
      samples === 'midpoints' && names.dataset === '3' ? { trainingErrors: 1 } : {},
    )
    expect((await judged('midpoint-mixup', { mixed: wrong })).verdict).toBe('fails')
  })

  test('fails if shuffled labels do as well: then midpoints of the labels would not matter', async () => {
    const claim = await judged('midpoint-mixup', { mixed: knowing({ ...all, 'shuffled midpoints': 1 }) })
    expect(claim.verdict).toBe('fails')
    expect(claim.conditions[1]).toMatchObject({ met: false, measured: 1 })
  })

  test('is inconclusive at the edge, and if plain training learns both views', async () => {
    expect(
      (await judged('midpoint-mixup', { mixed: knowing({ ...all, midpoints: 5 / 6 }) })).verdict,
    ).not.toBe('holds')
    const claim = await judged('midpoint-mixup', { mixed: knowing({ ...all, original: 1 }) })
    expect(claim.verdict).toBe('inconclusive')
    expect(claim.reason).toMatch(/^The control does not break: /)
  })

  test('asks for shuffled labels with fewer steps, for pairs of midpoints alone', async () => {
    const asked: Mixed[] = []
    await judged('midpoint-mixup', {
      mixed: task => {
        asked.push(task)
        return knowing(all)(task)
      },
    })
    for (const { samples, pairs, viewSum, settings } of asked) {
      expect(viewSum).toBe(2)
      expect(pairs).toBe(samples === 'original' ? 0 : 400)
      expect(settings.maxSteps).toBe(samples === 'shuffled midpoints' ? 400 : 3000)
    }
  })
})

describe('view-removal', () => {
  const all = { 'views removed': 1, 'patches removed': 0, original: 0 }

  test('holds if copies without a view bring both views in, and blind ones do not', async () => {
    const claim = await judged('view-removal', { mixed: knowing(all) })
    expect(claim.verdict).toBe('holds')
    expect(claim.measured).toMatchObject({ value: 0, n: 54 })
    expect(claim.measured.high).toBeGreaterThan(0.05)
    expect(claim.control).toMatchObject({ verdict: 'breaks', measured: { value: 0.5 } })
    expect(claim.series.find(({ role }) => role === 'plain')?.predicted?.[0]).toBeCloseTo(0.484, 3)
  })

  test('fails if half of the second views stay out, and if plain training has nothing to gain', async () => {
    const few = await judged('view-removal', { mixed: knowing({ ...all, 'views removed': 0.5 }) })
    expect(few.verdict).toBe('fails')
    const plain = await judged('view-removal', { mixed: knowing({ ...all, original: 1 }) })
    expect(plain.verdict).toBe('fails')
  })

  test('is inconclusive if removal at random does the same', async () => {
    const claim = await judged('view-removal', { mixed: knowing({ ...all, 'patches removed': 1 }) })
    expect(claim.verdict).toBe('inconclusive')
    expect(claim.reason).toMatch(/^The control does not break: /)
  })

  test('is inconclusive at the edge of the bound', async () => {
    // A quarter of the networks miss two second views of six: a mean of 0.04 and far limits.
    const claim = await judged('view-removal', {
      mixed: knowing(all, ({ samples, names, settings }) =>
        samples === 'views removed' && Number(names.dataset) % 4 === 0
          ? { right: Float64Array.from({ length: 2 * settings.classes }, (_, at) => (at < 8 ? 0.6 : 1)) }
          : {},
      ),
    })
    expect(claim.verdict).toBe('inconclusive')
  })
})
