/** The largest of m standard normals: integrals over its positive values. */

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

/** A point of Simpson's rule from 0 to 9. A normal number above 9 is negligible. */
interface Node {
  readonly x: number
  /** m φ(x) Φ(x)^{m−1}, the density of the largest of m. */
  readonly density: number
}

const known = new Map<string, readonly Node[]>()

/** Computed once for each m and number of intervals. */
const nodesOf = (m: number, intervals: number): readonly Node[] => {
  const name = `${m} ${intervals}`
  const found = known.get(name)
  if (found !== undefined) return found
  const width = 9 / intervals
  const nodes = Array.from({ length: intervals + 1 }, (_, j) => {
    const x = j === intervals ? 9 : j * width
    return { x, density: m * densityAtZero * exp((-x * x) / 2) * wholePower(normalCdf(x), m - 1) }
  })
  known.set(name, nodes)
  return nodes
}

/**
 * The integral over x > 0 of f, which multiplies the density of the largest of m by its own
 * factors.
 */
export const overLargest = (
  m: number,
  intervals: number,
  f: (x: number, density: number) => number,
): number => {
  const nodes = nodesOf(m, intervals)
  const at = (j: number): number => f(nodes[j].x, nodes[j].density)
  let total = at(0) + at(intervals)
  for (let j = 1; j < intervals; j++) total += (j % 2 === 1 ? 4 : 2) * at(j)
  return (total * (9 / intervals)) / 3
}
