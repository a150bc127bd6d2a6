/** Draws for the kernel tests, and exact comparison. */
import type { FloatArray } from '@multiview/tensor/kernels'

export type FloatConstructor = Float64ArrayConstructor | Float32ArrayConstructor

export const floatTypes: [string, FloatConstructor][] = [
  ['float64', Float64Array],
  ['float32', Float32Array],
]

const generator = (seed: number) => {
  let state = (seed * 2654435761) | 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return (state >>> 0) / 2 ** 32
  }
}

/** Numbers in [−1, 1) of differing sizes. */
export const drawn = (Type: FloatConstructor, length: number, seed: number): FloatArray => {
  const next = generator(seed)
  return new Type(length).map(() => (2 * next() - 1) * (next() < 0.2 ? 1e-3 : 1))
}

/** Numbers that include zeros of both signs, infinities, NaN, the largest and subnormal numbers. */
export const special = (Type: FloatConstructor, length: number, seed: number): FloatArray => {
  const tiny = Type === Float64Array ? 5e-324 : 1.4e-45
  const least = Type === Float64Array ? 2.2e-308 : 1.1e-38
  const huge = Type === Float64Array ? 1.7e308 : 3.4e38
  const odd = [0, -0, tiny, -tiny, least, -least / 3, huge, -huge, Infinity, -Infinity, NaN]
  const next = generator(seed)
  return new Type(length).map(() => {
    const draw = next()
    if (draw < 0.004) return odd[Math.floor(next() * odd.length)]
    return draw < 0.5 ? odd[Math.floor(next() * 6)] : 2 * next() - 1
  })
}

/** A representation that differs for any two floats, and is equal for all NaNs. */
export const bits = (array: FloatArray): (number | string)[] =>
  Array.from(array, x => (Object.is(x, -0) ? '-0' : Number.isNaN(x) ? 'NaN' : x))
