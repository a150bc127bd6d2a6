/** What a run that makes no progress says, with a scheduler that answers as the test wants. */

import type { QueueState } from '@multiview/cluster'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { tellSilence } from '../../../packages/theory/src/cli/silence.ts'
import type { RunProgress, Scheduler } from '../../../packages/theory/src/plan/scheduler.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const queue = (workers: number, running: number, waiting: number): QueueState => ({
  machines: Math.min(workers, 1),
  workers,
  running,
  waiting,
  others: { clients: [], workers: [] },
})
const linesOf = (
  done: () => number,
  state: QueueState | null,
  isQuiet: boolean,
  seconds: number,
): string[] => {
  const progress = (): RunProgress => {
    const tasks = { done: done(), asked: 5 }
    return { models: tasks, tasks, latest: null, left: null, queue: state }
  }
  const lines: string[] = []
  const stop = tellSilence(
    { progress } as unknown as Scheduler,
    () => 'measure of own',
    line => lines.push(line),
    isQuiet,
  )
  vi.advanceTimersByTime(1000 * seconds)
  stop()
  return lines
}

test.each([
  [5, null, 'measure of own has no task left, and has not ended'],
  [2, queue(3, 0, 3), '3 tasks wait, and 3 workers take none; see what the workers say'],
  [2, queue(3, 0, 0), '3 tasks are not at the queue; they are given to it again'],
])('a run of which %s of 5 tasks are done says why it cannot go on, once', (done, state, why) => {
  for (const isQuiet of [true, false])
    expect(linesOf(() => done, state, isQuiet, 300)).toEqual([`No progress for 30 s: ${why}.`])
  expect(linesOf(() => done, state, false, 20)).toEqual([])
})

test('long tasks are told of, unless the run is quiet', () => {
  const state = queue(2, 2, 1)
  expect(linesOf(() => 2, state, false, 300)).toEqual([
    'No progress for 30 s: 2 tasks run, 1 waits at 2 workers.',
  ])
  expect(linesOf(() => 2, state, true, 300)).toEqual([])
  expect(linesOf(() => 2, null, false, 300)).toEqual([])
})

test('nothing is said while results come, and a second silence is told of', () => {
  let now = 0
  expect(linesOf(() => now++ / 1000, queue(2, 2, 1), false, 300)).toEqual([])
  now = 0
  expect(linesOf(() => (now++ < 60 ? 1 : 2), queue(2, 2, 1), false, 150)).toHaveLength(2)
})
