import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { showProgress } from '../../../packages/theory/src/cli/progress.ts'
import type { Progress } from '../../../packages/theory/src/plan/scheduler.ts'

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
const start: Progress = {
  models: { done: 0, asked: 40 },
  tasks: { done: 0, asked: 50 },
  latest: null,
  queue: { machines: 1, workers: 8, running: 8, waiting: 42, others },
}
const later: Progress = {
  models: { done: 10, asked: 40 },
  tasks: { done: 12, asked: 50 },
  latest: null,
  queue: { machines: 3, workers: 24, running: 24, waiting: 14, others },
}
const end: Progress = {
  models: { done: 40, asked: 40 },
  tasks: { done: 47, asked: 50 },
  latest: null,
  queue: { machines: 2, workers: 16, running: 3, waiting: 0, others },
}

test('the progress of a queue: machines, workers, tasks done, running and waiting, and time left', () => {
  let now = start
  const stop = showProgress({ run: () => new Promise(() => {}), progress: () => now }, false)
  const after = (progress: Progress): void => {
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
    '10/40 models trained, 3 machines, 24 workers, 24 running, 14 waiting, about 60 s left\n',
    '47/50 tasks done, 2 machines, 16 workers, 3 running, 0 waiting, 30 s so far, nearly done\n',
  ])
})

test('the progress of threads here: the step and loss of a model, then the tests', () => {
  let now: Progress = { ...start, latest: { step: 120, loss: 0.0123 }, queue: null }
  const stop = showProgress({ run: () => new Promise(() => {}), progress: () => now }, false)
  clock = 10_000
  vi.advanceTimersByTime(10_000)
  now = { ...end, queue: null }
  clock = 20_000
  vi.advanceTimersByTime(10_000)
  stop()
  expect(lines).toEqual([
    '0/40 models trained, step 120, loss 0.012, 10 s so far\n',
    '47/50 tasks done, testing, 20 s so far, nearly done\n',
  ])
})
