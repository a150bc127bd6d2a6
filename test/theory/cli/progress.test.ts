import { regimes } from '@multiview/network'
import { type Pool, type RunProgress, type Scheduler, scheduler, type Task } from '@multiview/theory'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { showProgress } from '../../../packages/theory/src/cli/progress.ts'

const lines: string[] = []
let clock = 0
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  vi.spyOn(performance, 'now').mockImplementation(() => clock)
  vi.spyOn(process.stderr, 'write').mockImplementation(text => lines.push(String(text)) > 0)
  lines.length = 0
  clock = 0
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const others = { clients: [], workers: [] }
const start: RunProgress = {
  models: { done: 0, asked: 40 },
  tasks: { done: 0, asked: 50 },
  latest: null,
  left: null,
  queue: { machines: 1, workers: 8, running: 8, waiting: 42, others },
}
const later: RunProgress = {
  models: { done: 10, asked: 40 },
  tasks: { done: 12, asked: 50 },
  latest: null,
  left: null,
  queue: { machines: 3, workers: 24, running: 24, waiting: 14, others },
}
const end: RunProgress = {
  models: { done: 40, asked: 40 },
  tasks: { done: 47, asked: 50 },
  latest: null,
  left: null,
  queue: { machines: 2, workers: 16, running: 3, waiting: 0, others },
}

test('the progress of a queue: machines, workers, tasks done, running and waiting, and time left', () => {
  let now = start
  const stop = showProgress({ run: () => new Promise(() => {}), progress: () => now }, false)
  const after = (progress: RunProgress): void => {
    now = progress
    clock += 10_000
    vi.advanceTimersByTime(10_000)
  }
  after(start)
  after(later)
  after(end)
  stop()
  after(end)
  expect(lines).toEqual([
    '0/40 models trained, 1 machine, 8 workers, 8 running, 42 waiting, 10 s so far\n',
    '10/40 models trained, 3 machines, 24 workers, 24 running, 14 waiting, about 64 s, then tests\n',
    '47/50 tasks done, 2 machines, 16 workers, 3 running, 0 waiting, about 2 s left\n',
  ])
})

describe('the progress of threads here', () => {
  /** Two threads whose tasks end when the test says so, and the lines of every ten seconds. */
  const threads = () => {
    const waiting: { started: () => void; end: () => void }[] = []
    const running: { end: () => void }[] = []
    const begin = (): void => {
      while (running.length < 2 && waiting.length > 0) {
        const next = waiting.shift()!
        next.started()
        running.push(next)
      }
    }
    const pool: Pool = {
      run: (_, __, started = () => {}) =>
        new Promise(resolve => {
          waiting.push({ started, end: () => resolve({} as never) })
          begin()
        }),
      latest: () => ({ step: 120, loss: 0.0123 }),
      close: async () => {},
    }
    const tasks: Scheduler = scheduler(pool, null)
    const stop = showProgress(tasks, false)
    return {
      tasks,
      stop,
      /** Both threads end their tasks after so many seconds. */
      endBoth: async (seconds: number): Promise<void> => {
        clock += 1000 * seconds
        for (const { end } of running.splice(0)) end()
        await settled()
        begin()
      },
      wait: async (seconds: number): Promise<string> => {
        await settled()
        clock += 1000 * seconds
        vi.advanceTimersByTime(10_000)
        return lines.pop() ?? ''
      },
    }
  }
  /** Lets the scheduler go on. */
  const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
  const { limit: settings } = regimes
  const model = (j: number): Task => ({
    kind: 'train-reduced',
    settings,
    names: { seed: 1, dataset: `${j}`, initialization: `${j}` },
  })
  const testOf = (j: number): Task => ({
    kind: 'measure-reduced-errors',
    settings,
    seed: 1,
    testSet: `${j}`,
    singlePerCell: 1,
    multiPerClass: 1,
    ensembles: [],
  })

  test('times the tests as well as the models, and says what it does not know', async () => {
    const { tasks, wait, endBoth, stop } = threads()
    for (let j = 0; j < 6; j++) tasks.run(model(j))
    expect(await wait(4)).toBe('0/6 models trained, step 120, loss 0.012, 4 s so far\n')
    await endBoth(6)
    // Four models of 10 s on two threads.
    expect(await wait(0)).toBe('2/6 models trained, step 120, loss 0.012, about 20 s, then tests\n')
    expect(await wait(5)).toBe('2/6 models trained, step 120, loss 0.012, about 15 s, then tests\n')
    // No test has ended, so that nothing is known of their time.
    for (let j = 0; j < 4; j++) tasks.run(testOf(j))
    expect(await wait(0)).toBe('2/6 models trained, step 120, loss 0.012, over 15 s, then tests\n')
    await endBoth(5)
    await endBoth(10)
    expect(await wait(0)).toBe('6/10 tasks done, testing, 30 s so far\n')
    await endBoth(100)
    expect(await wait(0)).toBe('8/10 tasks done, testing, about 100 s left\n')
    expect(await wait(60)).toBe('8/10 tasks done, testing, about 40 s left\n')
    // Tasks that take longer than those before them.
    expect(await wait(60)).toBe('8/10 tasks done, testing, 250 s so far\n')
    stop()
  })

  test('counts tests that run while models are trained', async () => {
    const { tasks, wait, endBoth, stop } = threads()
    for (let j = 0; j < 2; j++) tasks.run(testOf(j))
    await settled()
    await endBoth(50)
    for (let j = 2; j < 8; j++) tasks.run(testOf(j))
    tasks.run(model(0))
    tasks.run(model(1))
    expect(await wait(0)).toBe('0/2 models trained, step 120, loss 0.012, over 150 s, then tests\n')
    stop()
  })
})
