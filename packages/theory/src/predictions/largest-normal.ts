/** The largest of m standard normals: its density, and integrals over its positive values. */

import { exp } from '@multiview/tensor/math'
import { normalCdf } from '../statistics/index.ts'

/** 1/√(2π) */
const densityAtZero = 0.3989422804014327

/** x^n for a whole number n ≥ 0. */
export const wholePower = (x: number, n: number): number => {
  let power = 1
  for (let e = 0; e < n; e++) power *= x
  return power
}

/** m φ(x) Φ(x)^{m−1}, the density of the largest of m. */
export const densityOfLargest = (x: number, m: number): number =>
  m * densityAtZero * exp((-x * x) / 2) * wholePower(normalCdf(x), m - 1)

/** The integral of f from 0 to 9 by Simpson's rule. A normal number above 9 is negligible. */
export const integralOf = (f: (x: number) => number, intervals: number): number => {
  const width = 9 / intervals
  let total = f(0) + f(9)
  for (let j = 1; j < intervals; j++) total += (j % 2 === 1 ? 4 : 2) * f(j * width)
  return (total * width) / 3
}
