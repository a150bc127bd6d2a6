import { stream } from '@multiview/tensor'
import fc from 'fast-check'
import { expect, test } from 'vitest'

// The streams are fixed, so these tests give the same result in every run. They test that the fixed
// streams follow their law.
const N = 200_000

const moments = (x: Float64Array, order: number) => x.reduce((sum, v) => sum + v ** order, 0) / x.length

test('doubles are multiples of 2^-53 in [0, 1) whose lowest bits vary', () => {
  const x = stream(1, 'bits').fillUniform(new Float64Array(N))
  let odd = 0
  for (const u of x) {
    expect(u >= 0 && u < 1 && Number.isInteger(u * 2 ** 53)).toBe(true)
    odd += (u * 2 ** 53) % 2
  }
  expect(Math.abs(odd / N - 0.5)).toBeLessThan(5 / Math.sqrt(4 * N))
})

test('uniforms fill a hundred cells evenly (chi-square below its 1 − 1e-4 quantile)', () => {
  const count = new Float64Array(100)
  for (const u of stream(1, 'cells').fillUniform(new Float64Array(N))) count[Math.floor(u * 100)]!++
  const chi = count.reduce((sum, c) => sum + (c - N / 100) ** 2 / (N / 100), 0)
  expect(chi).toBeLessThan(160.1)
})

test('normals have the moments 0, 1, 0, 3 and the tails of the normal law', () => {
  const x = stream(1, 'normals').fillNormal(new Float64Array(N))
  expect(Math.abs(moments(x, 1))).toBeLessThan(5 / Math.sqrt(N))
  expect(Math.abs(moments(x, 2) - 1)).toBeLessThan(5 * Math.sqrt(2 / N))
  expect(Math.abs(moments(x, 3))).toBeLessThan(5 * Math.sqrt(15 / N))
  expect(Math.abs(moments(x, 4) - 3)).toBeLessThan(5 * Math.sqrt(96 / N))
  const beyond3 = x.filter(v => Math.abs(v) > 3).length / N
  expect(Math.abs(beyond3 - 0.0026998)).toBeLessThan(5 * Math.sqrt(0.0027 / N))
})

test('streams with neighbouring names are uncorrelated, at their start and along their length', () => {
  const first = Float64Array.from({ length: N / 4 }, (_, i) => stream(1, 'model', i).double() - 0.5)
  const serial = first.reduce((sum, u, i) => sum + u * (first[i + 1] ?? 0), 0) / first.length
  expect(Math.abs(moments(first, 1))).toBeLessThan(5 / Math.sqrt(12 * first.length))
  expect(Math.abs(serial)).toBeLessThan(5 / 12 / Math.sqrt(first.length))
  const a = stream(1, 'model', 0).fillNormal(new Float64Array(N))
  const b = stream(1, 'model', 1).fillNormal(new Float64Array(N))
  expect(Math.abs(a.reduce((sum, v, i) => sum + v * b[i]!, 0) / N)).toBeLessThan(5 / Math.sqrt(N))
})

test('integers are unbiased, also where n is nearly the range of the generator', () => {
  const s = stream(1, 'integers')
  const n = 3 * 2 ** 51 // A biased draw would hit the lower half of the range with probability 5/8 or more.
  let low = 0
  for (let i = 0; i < N / 4; i++) low += s.integer(n) < n / 2 ? 1 : 0
  expect(Math.abs(low / (N / 4) - 0.5)).toBeLessThan(5 / Math.sqrt(N))
  const count = new Float64Array(6)
  for (let i = 0; i < N; i++) count[s.integer(6)]!++
  for (const c of count) expect(Math.abs(c / N - 1 / 6)).toBeLessThan(5 * Math.sqrt(5 / 36 / N))
})

test('integers stay in range for every n', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), fc.integer(), (n, seed) => {
      const value = stream(seed).integer(n)
      expect(Number.isInteger(value) && value >= 0 && value < n).toBe(true)
    }),
  )
})

test('each of the 24 orders of four things is equally likely', () => {
  const s = stream(1, 'orders')
  const count = new Map<string, number>()
  for (let i = 0; i < 24_000; i++) {
    const order = s.permutation(4).join('')
    count.set(order, (count.get(order) ?? 0) + 1)
  }
  expect(count.size).toBe(24)
  for (const c of count.values()) expect(Math.abs(c - 1000)).toBeLessThan(5 * Math.sqrt(1000))
  expect(s.permutation(0)).toEqual(new Int32Array(0))
})

test('a uniform draw stays below its upper end even where rounding would reach it', () => {
  const s = stream(1, 'narrow')
  for (let i = 0; i < 1000; i++) {
    const x = s.uniform(1, 1 + 2 ** -52)
    expect(x).toBe(1)
    expect(s.uniform(3, 3)).toBe(3)
  }
  expect([s.bernoulli(0), s.bernoulli(1)]).toEqual([false, true])
})
