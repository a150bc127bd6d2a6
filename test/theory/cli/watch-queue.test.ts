/** What a client says of a queue without workers for it, whose state is as the test wants. */

import type { QueueState } from '@multiview/cluster'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchQueue } from '../../../packages/theory/src/cli/watch-queue.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const queue = (workers: number, others: readonly string[] = []): QueueState => ({
  machines: Math.min(workers, 1),
  workers,
  running: 0,
  waiting: 1,
  others: { clients: [], workers: others },
})

/** The lines after so many seconds of each state, and the most workers. */
const said = (...states: readonly [seconds: number, state: QueueState | null][]): [string[], number] =>
  saidOf(false, states)
const saidOf = (
  isSigned: boolean,
  states: readonly (readonly [seconds: number, state: QueueState | null])[],
): [string[], number] => {
  let now: QueueState | null = null
  const lines: string[] = []
  const watch = watchQueue({ shown: 'redis://q', isSigned, name: '0.1.0-b', state: () => now }, line =>
    lines.push(line),
  )
  for (const [seconds, state] of states) {
    now = state
    vi.advanceTimersByTime(1000 * seconds)
  }
  watch.end()
  return [lines, watch.most()]
}

const none = 'redis://q has no worker for these tasks; start one with: multiview worker --queue redis://q'

test('nothing while workers are there, or for less than 10 s', () => {
  expect(said([60, queue(3)], [9, queue(0)], [60, queue(2)])).toEqual([[], 3])
  expect(said([60, null])).toEqual([[], 0])
})

test('no worker: once each time', () => {
  expect(said([60, queue(0)])).toEqual([[none], 0])
  expect(said([20, queue(0)], [1, queue(4)], [60, queue(0)])).toEqual([[none, none], 4])
})

test('workers of other builds: their names', () => {
  expect(said([60, queue(1, ['0.1.0-a'])])).toEqual([
    ['redis://q has workers of multiview 0.1.0-a, which take none of these tasks.'],
    1,
  ])
  expect(said([60, queue(0, ['0.1.0-a', '0.1.0-c'])])[0]).toEqual([
    'redis://q has workers of multiview 0.1.0-a, which take none of these tasks.',
    'redis://q has workers of multiview 0.1.0-c, which take none of these tasks.',
    'redis://q has no worker of multiview 0.1.0-b for these tasks, only of 0.1.0-a, 0.1.0-c; run one build, with the same --claims files, on all machines.',
  ])
})

test('the key, if one of both sides has one', () => {
  expect(saidOf(true, [[60, queue(0)]])).toEqual([[`${none} --queue-key FILE`], 0])
  const end = 'run one build, with the same --claims files and the same --queue-key, on all machines.'
  for (const [isSigned, other] of [
    [true, '0.1.0-b'],
    [false, '0.1.0-b-key.0123abcd'],
  ] as const)
    expect(saidOf(isSigned, [[60, queue(0, [other])]])[0][1]).toContain(end)
})
