/** What a run makes of a task whose workers died: the rest goes on, and the report tells of it. */

import { regimes } from '@multiview/network'
import {
  type Claim,
  checkRequest,
  checkSweep,
  presets,
  renderReport,
  reportOf,
  type Scheduler,
  sweep,
  verify,
} from '@multiview/theory'
import { expect, test } from 'vitest'
import { TaskFailure } from '../../../packages/theory/src/plan/task-identity.ts'
import { fakeScheduler, tested, trained } from '../claims/fake-scheduler.ts'

const why = 'Task train (seed 1) failed: 3 workers died during it: on far after 2 s with 3 MB of memory'

const size = { regime: 'limit', draws: { models: 8 } } as const
/** A claim that trains eight networks; its id is the name of their data set. */
const claimOf = (id: string): Claim<{ models: number }> => ({
  id,
  title: id,
  statement: 'S',
  source: 'nobody',
  explanation: { quantity: 'steps', why: 'w' },
  control: { id: 'c', statement: 'C' },
  settingLabels: { models: ['networks trained', 'M'] },
  figures: [],
  bound: { low: null, high: 2 },
  boundSource: 'chosen',
  presets: [],
  sizes: { quick: size, standard: size, full: size },
  async measure({ scheduler, settings, seed, draws, level }) {
    const runs = await Promise.all(
      Array.from({ length: draws.models }, (_, j) =>
        scheduler.run({
          kind: 'train',
          settings,
          names: { seed, dataset: id, initialization: `${j}` },
          raceInterval: 0,
        }),
      ),
    )
    const about = (value: number) => ({
      value,
      low: value,
      high: value,
      level,
      n: runs.length,
      unit: 'model',
    })
    return {
      setting: { models: draws.models },
      measured: about(runs[0].steps),
      predicted: 1,
      conditions: [],
      series: [],
      control: { measured: about(10), conditions: [] },
    }
  },
})

/** The fourth network of the data set `deadly` fails. */
const failing = (failure: Error, ran: string[] = []): Scheduler =>
  fakeScheduler({
    train: task => {
      const { dataset, initialization } = task.names
      if (dataset === 'deadly' && initialization === '3') throw failure
      ran.push(dataset)
      return trained(task)
    },
  })

const report = async (scheduler: Scheduler) => {
  const claims = ['deadly', 'other'].map(claimOf)
  const request = { preset: presets.quick, claims, seed: 1, chosen: {}, version: 'test' }
  const environment = { node: '', platform: '', cpu: '', workers: 1, durationSeconds: 0, kernels: '' }
  return reportOf(await verify(checkRequest(request), scheduler), environment)
}

test('a claim whose task killed its workers is inconclusive, with the reason; another claim holds', async () => {
  const ran: string[] = []
  const found = await report(failing(new TaskFailure(why, { isDeadly: true }), ran))
  expect(found.claims.map(({ id, verdict, reason }) => [id, verdict, reason])).toEqual([
    ['deadly', 'inconclusive', `Nothing was measured: ${why}.`],
    ['other', 'holds', null],
  ])
  expect(ran.filter(each => each === 'deadly')).toHaveLength(7)
  expect((await renderReport(found)).html).toContain('3 workers died during it')
})

test('a task that failed in another way ends the run', async () => {
  await expect(report(failing(new TaskFailure('it threw')))).rejects.toThrow('it threw')
})

test('only the cell of a sweep whose task killed its workers fails', async () => {
  const found = await sweep(
    checkSweep({
      regime: 'limit',
      over: [{ name: 'neurons', values: [4, 5] }],
      seed: 9,
      models: 2,
      version: 'test',
      settings: { ...regimes.limit, members: 2 },
    }),
    fakeScheduler({
      train: task => {
        if (task.settings.neurons === 5) throw new TaskFailure(why, { isDeadly: true })
        return trained(task)
      },
      'measure-errors': task => tested(task, { single: 1, multi: 0 }),
    }),
  )
  const failures = found.cells.map(({ measured }) =>
    Object.values(measured).map(each => ('failure' in each ? each.failure : null)),
  )
  expect(new Set(failures[0])).toEqual(new Set([null]))
  expect(new Set(failures[1])).toEqual(new Set([why]))
})
