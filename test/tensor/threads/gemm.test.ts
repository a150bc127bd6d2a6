import {
  type Gemm,
  gemm,
  type MatrixView,
  matrixView,
  transposedView,
  useFusedMultiplyAdd,
} from '@multiview/tensor/kernels'
import { openThreads, type Pace, type Threads } from '@multiview/tensor/threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharedGemm } from '../../../packages/tensor/src/threads/gemm.ts'
import { startThread } from '../../../packages/tensor/src/threads/host.ts'
import { bits, drawn, type FloatConstructor, floatTypes, special } from '../kernels/floats.ts'

/** Tests read sources, and a worker of this Node cannot. So the worker runs the built code. */
const worker = new URL('../../../packages/tensor/dist/threads/worker.js', import.meta.url)

/** Every run uses threads. */
const always: Pace = {
  run(_, shared) {
    shared()
    return true
  },
}
/** Pools that use threads whenever possible, and one that decides by time. */
const pools: Pick<Threads, 'count' | 'gemm' | 'close'>[] = []
const poolOf = async (workers: number): Promise<(typeof pools)[number]> => {
  const threads = await Promise.all(Array.from({ length: workers }, () => startThread(worker)))
  await Promise.all(threads.map(thread => thread.next()))
  return {
    count: workers + 1,
    gemm: sharedGemm(threads, () => always),
    close: async () => void (await Promise.all(threads.map(thread => thread.end()))),
  }
}
beforeAll(async () => {
  for (const workers of [0, 1, 2]) pools.push(await poolOf(workers))
  pools.push(await openThreads(2, { worker }))
})
afterAll(async () => {
  for (const pool of pools) await pool.close()
})

const layouts = ['NN', 'NT', 'TN', 'TT'] as const

describe.each(floatTypes)('a product over threads in %s', (_, Type) => {
  it('has the bits of one thread, whatever their number, the layout, the longer side and the tail', () => {
    for (const [m, n, k] of [
      [257, 129, 131],
      [80, 256, 401],
      [128, 128, 128],
      [9, 1031, 307],
    ])
      for (const layout of layouts)
        for (const draw of [drawn, special]) {
          const [drawnA, drawnB] = [draw(Type, m * k, 1), draw(Type, k * n, 2)]
          const a = layout[0] === 'N' ? matrixView(drawnA, m, k) : transposedView(matrixView(drawnA, k, m))
          const b = layout[1] === 'N' ? matrixView(drawnB, k, n) : transposedView(matrixView(drawnB, n, k))
          const run = (multiply: Gemm) => {
            const c = new Type(m * n)
            multiply(a, b, matrixView(c, m, n))
            return bits(c)
          }
          const alone = run(gemm)
          for (const pool of pools) expect(run(pool.gemm), `${pool.count}: ${m} ${n} ${k}`).toEqual(alone)
        }
  })

  it('joins with what C holds, at any offset and stride, and takes matrices that are shared already', () => {
    const [m, n, k] = [140, 130, 128]
    const shared = (Type: FloatConstructor, length: number, seed: number) => {
      const buffer = new SharedArrayBuffer(length * Type.BYTES_PER_ELEMENT)
      const array = Type === Float64Array ? new Float64Array(buffer) : new Float32Array(buffer)
      array.set(drawn(Type, length, seed))
      return array
    }
    for (const draw of [drawn, shared]) {
      const [a, b] = [draw(Type, 2 * m * k + 5, 1), draw(Type, n * k + 7, 2)]
      const run = (multiply: Gemm) => {
        const c = draw(Type, 3 * m * n, 3)
        const inA: MatrixView = { data: a, rows: m, columns: k, offset: 5, rowStride: 2 * k, columnStride: 2 }
        const reversed = { ...matrixView(b, k, n), offset: 7 + (k - 1) * n, rowStride: -n }
        const inC: MatrixView = { data: c, rows: m, columns: n, offset: 2, rowStride: 3 * n, columnStride: 2 }
        multiply(inA, reversed, inC, { alpha: 0.7, beta: -1.5 })
        return bits(c)
      }
      const alone = run(gemm)
      for (const pool of pools) expect(run(pool.gemm)).toEqual(alone)
    }
  })
})

it('threads multiply and add as their caller does', () => {
  const [a, b] = [drawn(Float64Array, 128 * 129, 1), drawn(Float64Array, 129 * 128, 2)]
  const run = (multiply: Gemm) => {
    const c = new Float64Array(128 * 128)
    multiply(matrixView(a, 128, 129), matrixView(b, 129, 128), matrixView(c, 128, 128))
    return bits(c)
  }
  useFusedMultiplyAdd(true)
  try {
    expect(run(pools[1].gemm)).toEqual(run(gemm))
  } finally {
    useFusedMultiplyAdd(false)
  }
  expect(run(pools[1].gemm)).toEqual(run(gemm))
})

it('a count that is none, and a worker that is not there, are refused', async () => {
  await expect(openThreads(0)).rejects.toThrow('the count is 0; it must be a whole number of at least 1')
  await expect(openThreads(1.5)).rejects.toThrow('1.5')
  await expect(openThreads(2, { worker: new URL('./missing.js', import.meta.url) })).rejects.toThrow(
    'missing',
  )
})

it('after closing, the caller’s thread computes alone', async () => {
  const pool = await openThreads(2, { worker })
  await pool.close()
  const [a, c] = [drawn(Float64Array, 200 * 200, 1), new Float64Array(200 * 200)]
  const x = matrixView(a, 200, 200)
  pool.gemm(x, x, matrixView(c, 200, 200))
  expect(c.some(x => x !== 0)).toBe(true)
})
