/** The decision whether a product uses threads, for machines of known cost. */
import { describe, expect, it } from 'vitest'
import { byCosts, type Costs, measureCosts, worthSharing } from '../../../packages/tensor/src/threads/cost.ts'
import { startThread } from '../../../packages/tensor/src/threads/host.ts'

/**
 * 20 GFLOP/s in float64 and 40 in float32, a round trip of a tenth of a millisecond, 10⁹ copies per
 * second.
 */
const idle: Costs = { float64: 1e-7, float32: 5e-8, crowding: 1, roundTrip: 0.1, copy: 1e-6 }

const square = (size: number, type: 'float64' | 'float32' = 'float64', threads = 2) => ({
  type,
  rows: size,
  columns: size,
  depth: size,
  threads,
  copied: 3 * size ** 2,
})

/** The time of a decision by the model, as a multiple of that of one thread. */
const slowdown = (size: number, real: Costs, believed: Costs): number => {
  const alone = size ** 3 * real.float64
  const shared = (real.crowding * alone) / 2 + real.roundTrip + 3 * size ** 2 * real.copy
  return worthSharing(square(size), believed) ? shared / alone : 1
}

describe('a product is shared', () => {
  it('if the work outweighs the round trip and the copies', () => {
    expect(worthSharing(square(128), idle)).toBe(false)
    expect(worthSharing(square(256), idle)).toBe(true)
    expect(worthSharing(square(128), { ...idle, roundTrip: 0.01, copy: 1e-7 })).toBe(true)
    expect(worthSharing(square(512), { ...idle, roundTrip: 6 })).toBe(false)
    expect(worthSharing(square(128), { ...idle, roundTrip: 0.02 }), 'copies').toBe(true)
    expect(worthSharing(square(128), { ...idle, roundTrip: 0.02, copy: 2e-6 }), 'copies').toBe(false)
  })

  it('later in the type that computes faster', () => {
    const costs = { ...idle, roundTrip: 0.4 }
    expect(worthSharing(square(256), costs)).toBe(true)
    expect(worthSharing(square(256, 'float32'), costs)).toBe(false)
  })

  it('never if the threads are in each other’s way', () => {
    for (const size of [128, 256, 1024, 4096])
      expect(worthSharing(square(size), { ...idle, crowding: 2 })).toBe(false)
  })

  it('not if one share is nearly all of it', () => {
    expect(worthSharing({ ...square(4096), rows: 8, columns: 9, depth: 1e6 }, idle)).toBe(false)
    expect(worthSharing({ ...square(4096), rows: 8, columns: 16, depth: 1e6, copied: 0 }, idle)).toBe(true)
    expect(worthSharing({ ...square(4096), rows: 3, columns: 3, depth: 1e6, threads: 8 }, idle)).toBe(false)
  })

  it('at no more than a tenth above one thread, also if the costs are a third off', () => {
    for (const crowding of [1, 1.3, 1.6, 1.9])
      for (const roundTrip of [0.01, 0.1, 1])
        for (const error of [2 / 3, 1, 4 / 3])
          for (let size = 64; size <= 2048; size += 16) {
            const real = { ...idle, crowding, roundTrip }
            const believed = { ...real, roundTrip: roundTrip * error, copy: real.copy * error }
            expect(slowdown(size, real, believed), `${size} ${crowding} ${roundTrip}`).toBeLessThanOrEqual(
              1.1,
            )
          }
  })
})

it('costs are measured at the first product, and again when products took 50 times as long', () => {
  const measured = [idle, { ...idle, crowding: 2 }, idle]
  let time = 0
  let next = 0
  const measure = () => {
    time += 2
    return measured[next++]
  }
  const decide = byCosts([], measure, () => time)
  // A product of 512 takes 13.4 ms by these costs, so that 8 of them take more than 100.
  const decisions = Array.from({ length: 17 }, () => decide(square(512)))
  expect(decisions).toEqual([...Array(8).fill(true), ...Array(8).fill(false), true])
  expect(next).toBe(3)
})

it('the costs of this machine are measured with its workers', async () => {
  const worker = new URL('../../../packages/tensor/dist/threads/worker.js', import.meta.url)
  const thread = await startThread(worker)
  await thread.next()
  const costs = measureCosts([thread])
  await thread.end()
  for (const value of Object.values(costs)) expect(value).toBeGreaterThan(0)
  expect(costs.crowding).toBeGreaterThanOrEqual(1)
  expect(costs.float64).toBeLessThan(1e-4)
})
