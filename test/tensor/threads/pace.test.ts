/** The decision whether work runs over threads, with a clock that the work itself advances. */
import { stream } from '@multiview/tensor'
import { describe, expect, it } from 'vitest'
import { MeasuredPace } from '../../../packages/tensor/src/jit/pace.ts'

/** The times of call i on one thread and over threads, in milliseconds. */
type Times = (i: number) => readonly [alone: number, shared: number]

/** The total time as a multiple of that on one thread, and which calls used threads. */
const after = (calls: number, times: Times, sharedFirst = false) => {
  let clock = 0
  let alone = 0
  const shared: boolean[] = []
  const pace = new MeasuredPace(sharedFirst, () => clock)
  for (let i = 0; i < calls; i++) {
    const [one, over] = times(i)
    alone += one
    const run = (ms: number) => () => {
      clock += ms
    }
    shared.push(pace.run(run(one), run(over)))
  }
  const used = (from = 0, to = calls) => shared.slice(from, to).filter(Boolean).length / (to - from)
  return { ratio: clock / alone, shared, used }
}

const LENGTHS = [0.1, 0.3, 1, 4, 20, 100]
/** Times whose logarithms are normal. */
const noisy = (seed: number, alone: number, factor: number, spread: number): Times => {
  const random = stream(seed, 'noise')
  const noise = () => Math.exp(spread * random.normal())
  return () => [alone * noise(), alone * factor * noise()]
}

describe('threads that are slower', () => {
  it.each([1, 1.05, 1.2, 2, 5, 20, 50])('by a factor of %d cost at most a tenth', factor => {
    for (const ms of LENGTHS) expect(after(1000, () => [ms, ms * factor]).ratio, `${ms}`).toBeLessThan(1.1)
  })

  it('cost at most a tenth also if times are noisy', () => {
    for (const spread of [0.2, 0.5])
      for (const factor of [1, 1.2, 2, 5])
        for (const ms of LENGTHS)
          for (let seed = 0; seed < 5; seed++)
            expect(after(1000, noisy(seed, ms, factor, spread)).ratio).toBeLessThan(1.1)
  })

  it('cost at most a tenth if they are mostly faster, but sometimes wait for a core', () => {
    for (const share of [0.002, 0.01, 0.05, 0.2])
      for (const ms of LENGTHS) {
        const random = stream(1, 'waits')
        const wait = () => (random.uniform(0, 1) < share ? random.uniform(4, 16) : 0)
        expect(after(3000, () => [ms, 0.6 * ms + wait()]).ratio, `${ms} ${share}`).toBeLessThan(1.1)
      }
  })

  it('are tried less and less often', () => {
    const { shared } = after(100_000, () => [4, 8])
    const trials = (from: number, to: number) => shared.slice(from, to).filter(Boolean).length
    expect(trials(0, 1000)).toBeGreaterThan(3)
    expect(trials(90_000, 100_000) / 10).toBeLessThan(trials(0, 1000) / 4)
  })
})

describe('threads that are faster', () => {
  it.each([
    [0.3, 40],
    [1, 12],
    [4, 4],
    [20, 1],
  ])('are used for a call of %d ms from call %d on, with a rare call on one thread', (ms, from) => {
    const { shared, used } = after(1000, () => [ms, 0.6 * ms])
    expect(shared.indexOf(true)).toBeLessThanOrEqual(from)
    expect(used(from + 30)).toBeGreaterThan(0.96)
  })

  it('are used also if times are noisy', () => {
    for (const ms of [1, 4, 20])
      for (let seed = 0; seed < 5; seed++)
        expect(after(1000, noisy(seed, ms, 0.6, 0.2)).ratio).toBeLessThan(0.75)
  })

  it('are used although the first run has to start them', () => {
    let first = true
    const times: Times = () => [1, first ? 4 : 0.6]
    const { used } = after(1000, i => {
      const both = times(i)
      if (i > 40) first = false
      return both
    })
    expect(used(700)).toBeGreaterThan(0.9)
  })

  it('are not used for calls below a tenth of a millisecond', () => {
    expect(after(10_000, () => [0.09, 0.01]).used()).toBe(0)
  })

  it('are used by the first call if asked, and by the next ones only if they are faster', () => {
    expect(after(4, () => [20, 12], true).shared).toEqual([true, false, true, true])
    expect(after(4, () => [20, 22], true).shared.slice(0, 2)).toEqual([true, false])
    expect(after(1000, () => [20, 40], true).ratio).toBeLessThan(1.1)
  })
})

describe('a step whose speed changes', () => {
  it('stops to use threads when they become slower', () => {
    const { used, ratio } = after(1000, i => [4, i < 500 ? 2.4 : 12])
    expect(used(100, 500)).toBeGreaterThan(0.9)
    expect(used(520)).toBeLessThan(0.05)
    expect(ratio).toBeLessThan(1)
    // On one thread it becomes four times as fast, and threads less so.
    expect(after(2000, i => (i < 500 ? [4, 2.4] : [1, 1.6])).used(700)).toBeLessThan(0.05)
  })

  it('uses threads when they become faster', () => {
    const { used, ratio } = after(10_000, i => [4, i < 500 ? 12 : 2.4])
    expect(used(0, 500)).toBeLessThan(0.05)
    expect(used(9000)).toBeGreaterThan(0.9)
    expect(ratio).toBeLessThan(1)
  })

  it('loses at most a tenth if threads become faster and slower again and again', () => {
    for (const period of [2, 5, 10, 20, 50, 100])
      expect(after(3000, i => [4, (i / period) & 1 ? 12 : 2.4]).ratio, `${period}`).toBeLessThan(1.1)
  })
})

it('times are compared after they are multiplied by the scale', () => {
  let clock = 0
  const pace = new MeasuredPace(false, () => clock)
  // Twice the work takes twice as long, so that threads neither gain nor lose by its size.
  const run = (work: number) =>
    pace.run(
      () => void (clock += 4 * work),
      () => void (clock += 2.4 * work),
      1 / work,
    )
  const shared = Array.from({ length: 200 }, (_, i) => run(i % 2 === 0 ? 1 : 8))
  expect(shared.slice(10).filter(Boolean).length).toBeGreaterThan(170)
})
