import { regimes } from '@multiview/network'
import { type Axis, checkSweep, type Sweep, sweep, type Task } from '@multiview/theory'
import { sweepFigure } from '@multiview/theory/page'
import { expect, test } from 'vitest'
import { sweepCsv } from '../../../packages/theory/src/sweep/csv.ts'
import { sweepPage, sweepTable } from '../../../packages/theory/src/sweep/page.ts'
import { fakeScheduler, tested, trained } from '../claims/fake-scheduler.ts'

const settings = { ...regimes.limit, members: 4 }

/** The result, and the tasks that trained networks. */
const swept = async (over: Axis[]): Promise<{ found: Sweep; tasks: Task[] }> => {
  const tasks: Task[] = []
  const found = await sweep(
    checkSweep({ regime: 'limit', over, seed: 9, models: 3, version: 'test', settings }),
    fakeScheduler({
      train: task => {
        tasks.push(task)
        return trained(task)
      },
      'measure-errors': task => tested(task, { single: task.seed, multi: 0 }),
    }),
  )
  return { found, tasks }
}

test('the seed can be an axis: each cell has its own, and none of its settings is named seed', async () => {
  const { found, tasks } = await swept([{ name: 'seed', values: [1, 2, 5] }])
  expect(found.cells.map(cell => cell.settings)).toEqual([{ seed: 1 }, { seed: 2 }, { seed: 5 }])
  const seeds = tasks.map(task => (task.kind === 'train' ? task.names.seed : 0))
  expect(new Set(seeds)).toEqual(new Set([1, 2, 5]))
  for (const task of tasks) expect(task.settings).not.toHaveProperty('seed')
  const values = found.cells.map(({ measured: { single } }) => ('failure' in single ? null : single.value))
  expect(values[2]).toBeCloseTo(5 * values[0]!, 12)
  expect(sweepTable(found).split('\n')[0]).toMatch(/^seed +single +ensemble/)
  expect(sweepFigure(found)).toContain('Measured values against seed')
  expect(sweepPage(found, null)).not.toContain('seed <b>')
})

test('a sweep over another setting has the one seed in all cells, and its page shows it', async () => {
  const { found, tasks } = await swept([{ name: 'neurons', values: [4, 5] }])
  for (const task of tasks) expect(task).toMatchObject({ names: { seed: 9 } })
  expect(sweepPage(found, null)).toContain('seed <b>9</b>')
})

test('a table says what --models said, and how many networks a cell has', async () => {
  const { found } = await swept([{ name: 'neurons', values: [4] }])
  expect(found.cells[0]).toMatchObject({ models: 3, networks: 12 })
  const [head, row] = sweepCsv(found).trim().split('\n')
  expect(head).toMatch(/^neurons,models,networks,single,/)
  expect(row).toMatch(/^4,3,12,/)
})
