import { map } from '@multiview/tensor/kernels'
import { exp, tanh } from '@multiview/tensor/math'
import { expect, test } from 'vitest'
import { bits } from '../kernels/floats.ts'
import { plainLoop } from '../kernels/plain-loop.ts'

/** Every so many-th of all single floats, of both signs, from the smallest to infinity. */
const STEP = 10007

const spread = (): Float32Array => {
  const patterns = new Uint32Array(2 * Math.ceil(0x7f800001 / STEP))
  patterns.forEach((_, i) => {
    patterns[i] = (i >> 1) * STEP + (i % 2) * 2 ** 31
  })
  return new Float32Array(patterns.buffer)
}

/** The distance of single floats near `value`. */
const ulpOf = (value: number): number => 2 ** (Math.max(Math.floor(Math.log2(Math.abs(value))), -126) - 23)

test.each([
  ['exp', exp, 0.9],
  ['tanh', tanh, 0.92],
] as const)(
  '%s of single floats keeps within its stated error, and its kernel has its bits',
  (name, of, most) => {
    const x = spread()
    const kernel = new Float32Array(x.length)
    const plain = plainLoop(name, x)
    expect(map(name, x.length, x, 0, kernel, 0)).toBe(true)
    let worst = 0
    let different = 0
    for (let i = 0; i < x.length; i++) {
      if (!Object.is(plain[i], kernel[i])) different++
      // The functions of doubles are nearly exact here.
      const value = of(x[i])
      const rounded = Math.fround(value)
      const error = rounded === plain[i] ? 0 : Math.abs(plain[i] - value) / ulpOf(value)
      if (!(error <= worst)) worst = error
    }
    console.log(`${name} of ${x.length} single floats: ${worst.toFixed(4)} ulp`)
    expect(different).toBe(0)
    expect(worst).toBeGreaterThan(0.5)
    expect(worst).toBeLessThanOrEqual(most)
  },
)

test('exp and tanh of special single floats', () => {
  const x = Float32Array.of(0, -0, Infinity, -Infinity, NaN, 1e-45, -1e-45, 88.72284, -103.97208)
  const of = (name: 'exp' | 'tanh') => bits(plainLoop(name, x))
  const [tiny, least] = [Math.fround(1e-45), Math.fround(1.4e-45)]
  expect(of('exp')).toEqual([1, 1, Infinity, 0, 'NaN', 1, 1, Infinity, least])
  expect(of('tanh')).toEqual([0, '-0', 1, -1, 'NaN', tiny, -tiny, 1, -1])
})
