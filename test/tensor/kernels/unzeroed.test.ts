/** Results are written completely, so that their memory need not be zeroed. The memory is freed. */
import {
  add,
  greater,
  jit,
  matmul,
  mul,
  relu,
  softmax,
  sum,
  type Tensor,
  tanh,
  tensor,
  transpose,
  where,
  zeros,
} from '@multiview/tensor'
import { afterEach, describe, expect, test } from 'vitest'
import type { DType } from '../../../packages/tensor/src/array/dtype.ts'
import { fast } from '../../../packages/tensor/src/array/fast.ts'
import { unzeroed } from '../../../packages/tensor/src/kernels/unzeroed.ts'

const stores = { float64: Float64Array, float32: Float32Array, int32: Int32Array, bool: Uint8Array }

describe('a store that is not zeroed', () => {
  test.each(Object.keys(stores) as DType[])('%s has a buffer of its own of the right size', dtype => {
    const store = unzeroed(dtype, 10_000)!
    expect(store).toBeInstanceOf(stores[dtype])
    expect([store.length, store.byteOffset]).toEqual([10_000, 0])
    expect(store.buffer.byteLength).toBe(store.byteLength)
  })

  test('is for large results only', () => {
    expect(unzeroed('float64', 100)).toBe(undefined)
    expect(unzeroed('float64', 2 ** 30)).toBe(undefined)
  })
})

describe('elementwise ops', () => {
  const store = fast.store!
  afterEach(() => {
    fast.store = store
  })

  test.each([0, 1, 3, 15, 17, 300, 5000])('write every element of a result of %i rows', rows => {
    const run = () => {
      const column = tensor(Float64Array.from({ length: rows }, (_, i) => i - 2)).reshape([rows, 1])
      const row = tensor([0.5, -1, 3])
      const whole = add(column, row)
      return [
        whole,
        mul(transpose(whole), 2),
        greater(whole, 0),
        where(greater(whole, 1), whole, row),
        add(tensor(Int32Array.from({ length: rows })), 1),
        mul(tensor(new Float32Array(rows).fill(0.1), { dtype: 'float32' }), 3),
      ].map(x => x.toArray())
    }
    const expected = run()
    fast.store = (dtype, size) => new stores[dtype](size).fill(77)
    expect(run()).toEqual(expected)
  })
})

describe('compiled programs', () => {
  const store = fast.store!
  afterEach(() => {
    fast.store = store
  })

  test.each([1, 3, 17, 300])('write every element of their results, with %i rows', rows => {
    const program = (x: Tensor, w: Tensor, b: Tensor): Tensor[] => {
      const product = matmul(x, w)
      return [
        tanh(x.mul(2)),
        relu(product.add(b)),
        softmax(product.mul(0.5)),
        matmul(transpose(w), transpose(x)),
        sum(tanh(x), { axis: 0 }),
        sum(x.mul(x), { axis: 1 }),
      ] as Tensor[]
    }
    const drawn = (m: number, n: number) =>
      tensor(Float64Array.from({ length: m * n }, (_, i) => Math.sin(i))).reshape([m, n]) as Tensor
    const args = [drawn(rows, 70), drawn(70, 33), drawn(1, 33)] as const
    const expected = program(...args).map(x => x.toArray())
    const compiled = jit(program)
    compiled(...args)
    fast.store = (dtype, size) => new stores[dtype](size).fill(77)
    expect(compiled(...args).map(x => x.toArray())).toEqual(expected)
  })
})

test('memory stays flat in a synchronous loop of 10,000 steps', () => {
  let x = zeros([10_000])
  const y = tensor(new Float64Array(10_000).fill(0.5))
  const steps = (count: number) => {
    for (let i = 0; i < count; i++) x = x.mul(0.5).add(y)
    return process.memoryUsage().rss
  }
  const before = steps(2000)
  // The results of 8,000 steps would need 1,280 MB.
  expect(steps(8000) - before).toBeLessThan(200 * 2 ** 20)
  expect(x.get(9999)).toBe(1)
})
