/** Threads run a job of another package. */
import { matrixView } from '@multiview/tensor/kernels'
import { openThreads, type Threads } from '@multiview/tensor/threads'
import { afterAll, beforeAll, expect, test } from 'vitest'

/**
 * Plain JavaScript that imports the built code, because a worker of this Node cannot read sources.
 */
const worker = new URL('./worker-with-jobs.mjs', import.meta.url)

let threads: Threads
beforeAll(async () => {
  threads = await openThreads(3, { worker })
})
afterAll(() => threads?.close())

const shared = (...values: number[]): Float64Array => {
  const array = new Float64Array(new SharedArrayBuffer(8 * values.length))
  array.set(values)
  return array
}

test('each share is computed by a worker, and the caller’s part in its own thread', () => {
  const shares = [shared(1, 2, 3), shared(-4)]
  let own = 0
  threads.share('square', shares, () => {
    own++
  })
  expect(shares.map(share => [...share])).toEqual([[1, 4, 9], [16]])
  expect(own).toBe(1)
})

test('the same workers still multiply matrices', () => {
  const size = 200
  const identity = Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0))
  const b = Float64Array.from({ length: size * size }, (_, at) => at % 17)
  const c = new Float64Array(size * size)
  threads.gemm(matrixView(identity, size, size), matrixView(b, size, size), matrixView(c, size, size))
  expect(c).toEqual(b)
})

test('a share that fails, and a job that the worker does not serve, are named', () => {
  expect(() => threads.share('fail', [1, 2], () => {})).toThrow('2 of 2 shares of the job "fail" failed')
  expect(() => threads.share('cube', [1], () => {})).toThrow('1 of 1 shares of the job "cube" failed')
})

test('an error of the caller’s part is thrown after the workers are done', () => {
  const share = shared(3)
  expect(() =>
    threads.share('square', [share], () => {
      throw new Error('mine')
    }),
  ).toThrow('mine')
  expect(share[0]).toBe(9)
})

test('more shares than workers are refused before anything is sent', () => {
  const shares = [shared(2), shared(2), shared(2)]
  expect(() => threads.share('square', shares, () => {})).toThrow(
    '3 shares are too many; there are 2 workers',
  )
  expect(shares.map(share => share[0])).toEqual([2, 2, 2])
})
