/** The elementwise kernels in plain TypeScript: definition, fallback, and the fastest way for float64. */
import type { FloatArray } from '../engine.ts'
import type { BinaryName } from './emit.ts'

/** out[i] = a[i] ∘ b[i] for `n` elements, rounded to the element type. */
export const elementwisePlain = (
  name: BinaryName,
  n: number,
  a: FloatArray,
  aOffset: number,
  b: FloatArray,
  bOffset: number,
  out: FloatArray,
  outOffset: number,
): void => {
  if (name === 'add') for (let i = 0; i < n; i++) out[outOffset + i] = a[aOffset + i] + b[bOffset + i]
  else if (name === 'sub') for (let i = 0; i < n; i++) out[outOffset + i] = a[aOffset + i] - b[bOffset + i]
  else if (name === 'mul') for (let i = 0; i < n; i++) out[outOffset + i] = a[aOffset + i] * b[bOffset + i]
  else for (let i = 0; i < n; i++) out[outOffset + i] = a[aOffset + i] / b[bOffset + i]
}

const { fround } = Math

/** y[i] += α·x[i] for `n` elements, the product rounded before it is added. */
export const addScaledPlain = (
  n: number,
  alpha: number,
  x: FloatArray,
  xOffset: number,
  y: FloatArray,
  yOffset: number,
): void => {
  if (y instanceof Float64Array) for (let i = 0; i < n; i++) y[yOffset + i] += alpha * x[xOffset + i]
  else {
    const factor = fround(alpha)
    for (let i = 0; i < n; i++) y[yOffset + i] += fround(factor * x[xOffset + i])
  }
}
