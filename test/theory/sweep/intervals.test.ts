import { regimes } from '@multiview/network'
import { checkSweep, type Estimate, type Sweep, sweep } from '@multiview/theory'
import { expect, test } from 'vitest'
import { type Answers, fakeScheduler, tested } from '../claims/fake-scheduler.ts'

const settings = { ...regimes.limit, members: 2 }

const swept = (measureErrors: NonNullable<Answers['measure-errors']>, models: number): Promise<Sweep> =>
  sweep(
    checkSweep({ regime: 'limit', over: [], seed: 1, models, version: 'test', settings, fixed: [] }),
    fakeScheduler({ 'measure-errors': measureErrors }),
  )

const intervalsOf = (found: Sweep): Estimate[] =>
  ['single', 'ensemble'].map(name => {
    const finding = found.cells[0].measured[name]
    if ('failure' in finding) throw new Error(finding.failure)
    return finding
  })

test('no interval of an error reaches below 0', async () => {
  const found = await swept(
    task => tested(task, { single: task.testSet.endsWith('3') ? 500 : 0, multi: 0 }),
    8,
  )
  for (const { value, low, high } of intervalsOf(found)) {
    expect(value).toBeGreaterThan(0)
    expect(low).toBe(0)
    expect(high).toBeGreaterThan(value!)
  }
})

test('no interval of an error reaches above 1/μ, where everything is wrong', async () => {
  const found = await swept(task => {
    const all = tested(task, { single: 0, multi: 0 })
    return {
      ...all,
      singleErrors: all.singles,
      multiErrors: all.multis - (task.testSet.endsWith('3') ? 200 : 0),
    }
  }, 8)
  for (const { high } of intervalsOf(found)) expect(high).toBe(1 / settings.singleViewFraction)
})

test('errors that are all the same have no interval; their draws stay in the sweep', async () => {
  const found = await swept(task => tested(task, { single: 0, multi: 0 }), 8)
  for (const measured of intervalsOf(found)) {
    expect(measured).toMatchObject({ value: 0, low: null, high: null })
    expect(Object.keys(measured).sort()).toEqual(['draws', 'high', 'level', 'low', 'n', 'unit', 'value'])
    expect(measured.draws).toMatchObject({ rule: 'mean', values: new Array(8).fill(0) })
  }
})
