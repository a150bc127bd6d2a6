import { stream } from '@multiview/tensor'
import { checkRequest, presets } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { partitioned, type TaskOf, taughtRun } from './fake-scheduler.ts'
import { claimNamed, judged } from './judged.ts'

const noise = stream(1, 'synthetic')

describe('ensemble-law', () => {
  /** 2^−L, and a little more since the odds of a data set are not even. */
  const law = (size: number) => 2 ** -size * (1 + 0.0035 * size * (size - 1))
  const halving = (task: TaskOf<'reduced-partition'>) =>
    partitioned(task.sizes.map(size => law(size) * (1 + noise.uniform(-0.1, 0.1))))

  test('holds for errors that halve, and breaks if they stay', async () => {
    const claim = await judged('ensemble-law', {
      'reduced-partition': task =>
        task.testSet.includes('shared')
          ? partitioned(task.sizes.map(() => 0.5 + noise.uniform(-0.05, 0.05)))
          : halving(task),
    })
    expect(claim.verdict).toBe('holds')
    const ofSizes = claim.conditions.filter(({ name }) => name.startsWith('L = '))
    expect(ofSizes).toHaveLength(4)
    for (const { low, high, level } of ofSizes) expect(low! < 1 && high! > 1 && level! > 0.99).toBe(true)
    expect(claim.control.verdict).toBe('breaks')
    expect(claim.control.measured.level).toBe(0.9999)
    expect(claim.control.measured.low).toBeGreaterThan(1.5)
  })

  test('fails when the error at one size is off, and names the size', async () => {
    const claim = await judged('ensemble-law', {
      'reduced-partition': task =>
        partitioned(halving(task).errors.map((error, at) => (at === 2 ? 1.4 * error : error))),
    })
    expect(claim.verdict).toBe('fails')
    expect(claim.conditions.filter(condition => !condition.met).map(condition => condition.name)).toEqual([
      'L = 3: the interval of error / prediction contains 1',
    ])
  })

  test('is inconclusive when the draws are too few for the width that was asked for', async () => {
    const claim = await judged('ensemble-law', {
      'reduced-partition': task =>
        partitioned(task.sizes.map(size => 2 ** -size * (1 + noise.uniform(-1, 1)))),
    })
    expect(claim.measured).toMatchObject({ low: null, high: null })
    expect(claim.verdict).toBe('inconclusive')
    expect(claim.reason).toMatch(/^There is no interval: at L = [\d, ]+ it is wider than the 0\.25/)
  })

  test('a control that stays at one size breaks, although another interval of it is wide', async () => {
    const claim = await judged('ensemble-law', {
      'reduced-partition': task =>
        task.testSet.includes('shared')
          ? partitioned(task.sizes.map(size => (size === 1 ? noise.uniform(0, 1) : noise.uniform(0.45, 0.5))))
          : halving(task),
    })
    expect(claim.control.verdict).toBe('breaks')
  })

  test('no interval reaches below an error of 0', async () => {
    const claim = await judged('ensemble-law', {
      'reduced-partition': task => partitioned(task.sizes.map(() => (noise.uniform(0, 1) < 0.1 ? 1 : 0))),
    })
    const lows = [...claim.conditions.map(({ low }) => low), ...claim.series[0].low!]
    expect(lows).toContain(0)
    for (const low of lows) expect(low ?? 0).toBeGreaterThanOrEqual(0)
  })

  test('counts the classes of which members have both views', async () => {
    // Views 1 of all classes, and of a quarter of them view 2 as well.
    const strength = Float64Array.from({ length: 80 }, (_, at) => (at % 2 === 0 || at < 20 ? 1 : 0))
    const claim = await judged('ensemble-law', {
      'train-reduced': task => taughtRun(task, { strength }),
      'reduced-partition': task =>
        partitioned(halving(task).errors.map((error, at) => error * 0.75 ** (at + 1))),
    })
    expect(claim.conditions.every(({ met }) => met)).toBe(true)
    expect(claim.series[0].predicted?.[1]).toBeCloseTo(0.25 * 0.75 ** 2, 2)
  })

  test('is inconclusive where every member has both views of every class', async () => {
    const strength = new Float64Array(80).fill(1)
    const claim = await judged('ensemble-law', { 'train-reduced': task => taughtRun(task, { strength }) })
    expect(claim.verdict).toBe('inconclusive')
    expect(claim.reason).toMatch(/the law expects no error, since every network has both views/)
  })

  test('a control that halves like the claim does not break', async () => {
    expect((await judged('ensemble-law', { 'reduced-partition': halving })).control.verdict).toBe(
      'does not break',
    )
  })
})

test('refuses fewer samples than classes before anything runs', () => {
  const request = { preset: presets.quick, claims: [claimNamed('ensemble-law')], seed: 1, version: 'test' }
  expect(() => checkRequest({ ...request, chosen: { samples: 9 } })).toThrow(
    'samples is 9; allowed: at least classes = 40 for this claim, one of each class.',
  )
  expect(() => checkRequest({ ...request, chosen: { samples: 40 } })).not.toThrow()
})
