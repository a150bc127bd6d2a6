import { exp } from '@multiview/tensor/math'

/**
 * A monotone function of ln u at one place: its value, which the solver brings to 0, and its slope.
 */
export interface LogPoint {
  value: number
  slope: number
}

/**
 * The search: the first guess, and limits that the root lies strictly between (0 and Infinity
 * are allowed).
 */
export interface Search {
  direction: 'rising' | 'falling'
  start: number
  low: number
  high: number
}

/**
 * The u at which `at(u).value` is 0, by Newton's method in ln u, kept inside a shrinking bracket.
 * Made for logarithms of tail probabilities: these are concave in ln u, so that Newton's method
 * converges from every place at which they are finite; if it would leave the bracket, the bracket
 * is divided instead.
 */
export function solveInLog(at: (u: number) => LogPoint, search: Search): number {
  let { start: u, low, high } = search
  for (let round = 0; round < 300; round++) {
    const { value, slope } = at(u)
    if (value === 0) return u
    if (value < 0 === (search.direction === 'rising')) low = u
    else high = u
    const step = -value / slope
    const newton = Math.abs(step) < 700 ? u * exp(step) : Number.NaN
    // Convergence is quadratic: after a step this small, in u and in value, nothing is left but
    // rounding.
    if (Math.abs(step) < 1e-8 && Math.abs(value) < 1e-8) return newton
    u = newton > low && newton < high ? newton : between(low, high)
    if (u <= low || u >= high) return u
  }
  throw new RangeError(`no root found between ${search.low} and ${search.high} in 300 rounds`)
}

function between(low: number, high: number): number {
  if (low > 0) return Number.isFinite(high) ? Math.sqrt(low) * Math.sqrt(high) : low * 1024
  return high / 1024
}
