/** Lists of tensors as vectors, for the gradient checker. */
import { Tensor } from '../array/tensor.ts'
import { add } from '../ops/elementwise/add.ts'
import { mul } from '../ops/elementwise/mul.ts'

export type Vector = readonly Tensor[]

/** The elements of all tensors in C order, one tensor after the other. */
export const values = (x: Vector): number[] => x.flatMap(t => [...t.values()])

/**
 * A vector of length 1 in a direction that the seed determines. For given shapes it is always the
 * same.
 */
export function random(like: Vector, seed: number): Tensor[] {
  // A linear congruential generator is random enough for directions.
  let state = Math.imul(seed + 1, 0x9e3779b1)
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return state / 2147483648
  }
  const raw = like.map(({ size, shape }) => new Tensor('float64', new Float64Array(size).map(next), shape))
  const norm = Math.sqrt(dot(raw, raw)) || 1
  return raw.map(x => mul(x, 1 / norm))
}

export function dot(a: Vector, b: Vector, of: (x: number) => number = x => x): number {
  const y = values(b)
  return values(a).reduce((total, x, i) => total + of(x * y[i]), 0)
}

export const largest = (a: Vector): number => values(a).reduce((top, x) => Math.max(top, Math.abs(x)), 0)

/** The derivative of `f` along a direction by central differences of fourth order. */
export function difference(
  f: (x: Tensor[]) => Vector,
  at: Vector,
  direction: Vector,
  step: number,
): Tensor[] {
  const shifted = (h: number) => f(at.map((x, i) => add(x, mul(direction[i], h))))
  const [far, near, back, farBack] = [2 * step, step, -step, -2 * step].map(shifted)
  return near.map((y, i) =>
    y
      .sub(back[i])
      .mul(8)
      .sub(far[i].sub(farBack[i]))
      .div(12 * step),
  )
}
