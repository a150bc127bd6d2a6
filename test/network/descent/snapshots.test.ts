/** Snapshots are spread over a run of any length. */

import { expect, test } from 'vitest'
import { spreadSnapshots } from '../../../packages/network/src/descent/snapshots.ts'

const keptOf = (last: number): { steps: number[]; states: string[]; asked: number } => {
  const snapshots = spreadSnapshots<string>()
  let asked = 0
  for (let step = 0; step <= last; step++)
    snapshots.offer(step, () => {
      asked++
      return `before ${step}`
    })
  return { ...snapshots.kept(), asked }
}

test('a short run is kept whole', () => {
  expect(keptOf(5).steps).toEqual([0, 1, 2, 3, 4, 5])
  expect(keptOf(15).steps.length).toBe(16)
})

test('a run without a step has no snapshot, since none has a successor', () => {
  expect(keptOf(0).steps).toEqual([])
})

test.each([16, 17, 31, 32, 33, 100, 127, 128, 129, 924, 5000, 65536])('in a run of %i steps', last => {
  const { steps, states, asked } = keptOf(last)
  expect(states).toEqual(steps.map(step => `before ${step}`))
  const starts = steps.filter((step, c) => steps[c + 1] === step + 1)
  // Eight to sixteen pairs, evenly spread from the first step to the last eighth of the run.
  expect(starts.length).toBeGreaterThanOrEqual(8)
  expect(steps.length).toBeLessThanOrEqual(32)
  expect(steps[0]).toBe(0)
  expect(starts[starts.length - 1]).toBeGreaterThanOrEqual(last - Math.ceil(last / 8) - 1)
  for (const step of steps) expect(steps.includes(step + 1) || steps.includes(step - 1)).toBe(true)
  // States are copied rarely, even in a long run.
  expect(asked).toBeLessThan(20 * (2 + Math.log2(last)))
})
