import { type Pass, passes } from './passes.ts'
import { turnsOf } from './turns.ts'

/**
 * Computes the unscaled transform Σₖ xₖ·exp(−2πijk/n) in place. With the two arrays swapped it is
 * the unscaled inverse.
 */
export type Transform = (re: Float64Array, im: Float64Array) => void

/** Whether n has no prime factors except 2, 3 and 5. */
export function isSmooth(n: number): boolean {
  let left = n
  for (const prime of [2, 3, 5]) while (left % prime === 0) left /= prime
  return left === 1
}

/** The transform of a size that has no prime factors except 2, 3 and 5. */
export function smoothTransform(size: number): Transform {
  const turns = turnsOf(size)
  const steps: [radix: number, pass: Pass][] = []
  let left = size
  for (const [radix, pass] of passes) for (; left % radix === 0; left /= radix) steps.push([radix, pass])
  const workR = new Float64Array(size)
  const workI = new Float64Array(size)
  return (re, im) => {
    let [xr, xi, yr, yi]: Float64Array[] = [re, im, workR, workI]
    let n = size
    for (const [radix, pass] of steps) {
      pass(n, size / n, turns, xr, xi, yr, yi)
      n /= radix
      ;[xr, xi, yr, yi] = [yr, yi, xr, xi]
    }
    if (xr !== re) {
      re.set(xr)
      im.set(xi)
    }
  }
}
