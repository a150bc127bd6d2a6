/** The elementwise kernels in plain TypeScript. They define the results and are the fallback. */
import { cos } from '../../math/cos.ts'
import { exp } from '../../math/exp.ts'
import { expSingle } from '../../math/exp-single.ts'
import { log } from '../../math/log.ts'
import { sigmoid } from '../../math/sigmoid.ts'
import { sin } from '../../math/sin.ts'
import { softplus } from '../../math/softplus.ts'
import { tanh } from '../../math/tanh.ts'
import { tanhSingle } from '../../math/tanh-single.ts'
import type { FloatArray } from '../engine.ts'
import type { BinaryName, UnaryName } from './emit.ts'

const binary: Record<BinaryName, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  maximum: Math.max,
  minimum: Math.min,
}

/**
 * out[i] = a[i] ∘ b[i] for `n` elements, rounded to the element type. A step is 1, or 0 to read the
 * same number repeatedly.
 */
export const elementwisePlain = (
  name: BinaryName,
  n: number,
  a: FloatArray,
  aOffset: number,
  b: FloatArray,
  bOffset: number,
  out: FloatArray,
  outOffset: number,
  aStep = 1,
  bStep = 1,
): void => {
  const apply = binary[name]
  for (let i = 0; i < n; i++) out[outOffset + i] = apply(a[aOffset + i * aStep], b[bOffset + i * bStep])
}

const unary: Record<UnaryName, (x: number) => number> = {
  neg: x => -x,
  abs: Math.abs,
  sqrt: Math.sqrt,
  relu: x => Math.max(x, 0),
  exp,
  log,
  tanh,
  sigmoid,
  softplus,
  sin,
  cos,
}

/** Those functions of single floats that are computed in single floats. */
const ofSingle: Partial<typeof unary> = { exp: expSingle, tanh: tanhSingle }

/** out[i] = ∘ x[i] for `n` elements. Both arrays have the same type. */
export const mapPlain = (
  name: UnaryName,
  n: number,
  x: FloatArray,
  xOffset: number,
  out: FloatArray,
  outOffset: number,
): void => {
  const apply = (out instanceof Float32Array && ofSingle[name]) || unary[name]
  for (let i = 0; i < n; i++) out[outOffset + i] = apply(x[xOffset + i])
}

const { fround } = Math

/** y[i] += α·x[i] for `n` elements. The product is rounded before it is added. */
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
