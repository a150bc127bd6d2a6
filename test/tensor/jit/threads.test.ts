/** Compiled programs over threads have the bits of one thread, however the work is divided. */
import {
  type DType,
  exp,
  grad,
  greater,
  jit,
  logSoftmax,
  matmul,
  max,
  normal,
  relu,
  softmax,
  stream,
  sum,
  type Tensor,
  tanh,
  transpose,
} from '@multiview/tensor'
import * as lite from '@multiview/tensor/lite'
import { openThreads, type Pace, type Threads } from '@multiview/tensor/threads'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Tests read sources, and a worker of this Node cannot. So the worker runs the built code. */
const worker = new URL('../../../packages/tensor/dist/threads/worker.js', import.meta.url)

type Program = (...args: Tensor[]) => Tensor | Tensor[]

const pools: Threads[] = []
beforeAll(async () => {
  for (const count of [2, 3]) pools.push(await openThreads(count, { worker }))
})
afterAll(async () => {
  for (const pool of pools) await pool.close()
})

const drawn = (dtype: DType, seed: number, ...shape: number[]): Tensor =>
  normal(stream(seed), shape, { dtype } as { dtype: 'float64' }) as Tensor

const bits = (x: Tensor | Tensor[]): string[] =>
  [x].flat().map(y => `${y.dtype} [${y.shape}] ${Buffer.from(y.values().slice().buffer).toString('base64')}`)

/** Every run uses threads. */
const always: Pace = {
  run(_, shared) {
    shared()
    return true
  },
}

describe.each(['float64', 'float32'] as const)('in %s', dtype => {
  const programs: Record<string, { f: Program; args: Tensor[]; jobs: number }> = {
    'an elementwise loop': {
      f: (x, y) => [tanh(x.mul(2).add(y)), greater(x, exp(y))] as Tensor[],
      args: [drawn(dtype, 1, 40_003), drawn(dtype, 2, 40_003)],
      jobs: 1,
    },
    'rows, columns and single numbers': {
      f: (x, row, column, one) => tanh(x.add(row).mul(column).sub(one)) as Tensor,
      args: [drawn(dtype, 1, 170, 333), drawn(dtype, 2, 333), drawn(dtype, 3, 170, 1), drawn(dtype, 4)],
      jobs: 1,
    },
    'reductions of rows': {
      f: x => {
        const y = exp(x)
        return [sum(y, { axis: 1 }), max(y, { axis: 1 }), softmax(y), logSoftmax(y)] as Tensor[]
      },
      args: [drawn(dtype, 1, 401, 77)],
      jobs: 1,
    },
    'rows that are longer than a piece': {
      f: x => sum(exp(x.mul(0.5)), { axis: 1 }) as Tensor,
      args: [drawn(dtype, 1, 5, 20_001)],
      jobs: 1,
    },
    'a layer': {
      f: (x, w, b) => relu(matmul(x, w).add(b)) as Tensor,
      args: [drawn(dtype, 1, 131, 90), drawn(dtype, 2, 90, 70), drawn(dtype, 3, 70)],
      jobs: 1,
    },
    'a product alone, of the same matrix twice': {
      f: x => matmul(transpose(x), x) as Tensor,
      args: [drawn(dtype, 1, 60, 130)],
      jobs: 1,
    },
    'attention, through the arena': {
      f: (q, k, v) => matmul(softmax(matmul(q, transpose(k, [0, 2, 1])).mul(0.2)), v) as Tensor,
      args: [1, 2, 3].map(seed => drawn(dtype, seed, 3, 67, 40)),
      jobs: 2,
    },
    'sums of columns, which one thread computes': {
      f: (x, w) => sum(exp(matmul(x, w)), { axis: 0 }) as Tensor,
      args: [drawn(dtype, 1, 131, 90), drawn(dtype, 2, 90, 70)],
      jobs: 0,
    },
    'a gradient': {
      f: grad((x: Tensor, w: Tensor) => sum(tanh(matmul(x, w))) as Tensor, { argnums: [0, 1] }) as never,
      args: [drawn(dtype, 1, 131, 90), drawn(dtype, 2, 90, 70)],
      jobs: 3,
    },
  }

  test.each(Object.entries(programs))('%s', (_, { f, args, jobs }) => {
    for (const pool of pools) {
      const asked = new Set<number>()
      let shared = 0
      const threads = {
        count: pool.count,
        share: (job: string, shares: readonly unknown[], own: () => void) => {
          shared++
          asked.add((shares[0] as { key: number }).key)
          pool.share(job, shares, own)
        },
        pace: () => always,
      }
      const compiled = jit(f as (...args: Tensor[]) => Tensor, { threads })
      for (let turn = 0; turn < 4; turn++) {
        const given = args.map(x => x.mul(1 - turn / 4) as Tensor)
        expect(bits(compiled(...given)), `turn ${turn}`).toEqual(bits(f(...given)))
      }
      expect(asked.size).toBe(jobs)
      expect(shared).toBe(3 * jobs)
    }
  })
})

test('describe says which steps used threads, and a closed pool computes on one thread', async () => {
  const pool = await openThreads(2, { worker })
  const threads = { ...pool, share: pool.share, pace: () => always }
  Object.defineProperty(threads, 'count', { get: () => pool.count })
  const x = drawn('float64', 1, 40_000)
  const compiled = jit((x: Tensor) => tanh(x), { threads })
  const { steps, text } = compiled.describe(x)
  expect(steps.map(step => step.threads)).toEqual([2])
  expect(text).toMatch(/ms over 2 threads$/)
  await pool.close()
  expect(bits(compiled(x) as Tensor)).toEqual(bits(tanh(x) as Tensor))
  expect(compiled.describe(x).text).not.toMatch('over')
})

test('short loops and products are not shared', () => {
  const threads = {
    count: 2,
    share: () => expect.unreachable(),
    pace: () => expect.unreachable(),
  }
  const compiled = jit((x: Tensor) => tanh(matmul(x, x).add(1)), { threads })
  const x = drawn('float64', 1, 64, 64)
  for (let i = 0; i < 3; i++)
    expect(bits(compiled(x) as Tensor)).toEqual(bits(tanh(matmul(x, x).add(1)) as Tensor))
})

test('with the times of this machine the bits are the same', () => {
  const compiled = jit((x: Tensor) => tanh(exp(x)), { threads: pools[0] })
  const x = drawn('float64', 3, 300_000)
  for (let i = 0; i < 8; i++) expect(bits(compiled(x) as Tensor)).toEqual(bits(tanh(exp(x)) as Tensor))
})

test('other options are refused, also by lite, which computes on one thread', () => {
  const f = (x: Tensor) => x.mul(2)
  for (const make of [jit, lite.jit] as (typeof jit)[]) {
    expect(() => make(f, { threads: 2 } as never)).toThrow('jit: threads: 2 is not among the options')
    expect(() => make(f, { threads: Promise.resolve() } as never)).toThrow('after awaiting it')
    expect(() => make(f, { workers: 2 } as never)).toThrow('workers')
  }
  expect(
    lite
      .jit(f, { threads: pools[0] })(lite.tensor([1, 2]))
      .toArray(),
  ).toEqual([2, 4])
})
