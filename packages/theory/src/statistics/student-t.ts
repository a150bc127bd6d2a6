import { log } from '@multiview/tensor/math'
import { betaTails } from './incomplete-beta.ts'
import { solveInLog } from './solve.ts'

/**
 * Probability that a Student t variable with `degrees` > 0 degrees of freedom (1 or more) is at
 * most t. Relative error about 1e-13 in the lower tail; an upper tail is the lower tail of −t.
 * Beyond |t| = 1e150 it is 0 or 1.
 *
 * Source: NIST DLMF 8.17, by I_x(ν/2, ½) at x = ν/(ν + t²).
 */
export function studentTCdf(t: number, degrees: number): number {
  checkDegrees(degrees)
  if (Number.isNaN(t)) return Number.NaN
  const tail = outside(Math.abs(t), degrees).lower / 2
  return t < 0 ? tail : 1 - tail
}

/**
 * The t that a Student t variable with `degrees` degrees of freedom stays below with probability
 * `p`, 0 < p < 1. Relative error about 1e-13, apart from the rounding of p itself.
 */
export function studentTQuantile(p: number, degrees: number): number {
  checkDegrees(degrees)
  if (!(p > 0 && p < 1))
    throw new RangeError(`studentTQuantile: p is ${p}, must lie strictly between 0 and 1`)
  if (p === 0.5) return 0
  if (p < 0.5) return -upperQuantile(p, degrees)
  return upperQuantile(1 - p, degrees)
}

/** The t > 0 exceeded with probability `tail` < ½. */
function upperQuantile(tail: number, degrees: number): number {
  const search = { start: 1, low: 0, high: Number.POSITIVE_INFINITY }
  // Far out the tail has the accurate digits, near 0 the probability between −t and t.
  if (tail < 0.25) {
    const at = (t: number) => {
      const { lower, slope } = outside(t, degrees)
      return { value: log(lower / (2 * tail)), slope: (-2 * slope) / lower }
    }
    return solveInLog(at, { ...search, direction: 'falling' })
  }
  const at = (t: number) => {
    const { upper, slope } = outside(t, degrees)
    return { value: log(upper / (1 - 2 * tail)), slope: (2 * slope) / upper }
  }
  return solveInLog(at, { ...search, direction: 'rising' })
}

/** `lower`: the probability outside [−t, t]; `upper`: inside. */
function outside(t: number, degrees: number) {
  // Divided through by t² if that is large, so that t² cannot overflow.
  const ratio = t > 1 ? degrees / t / t : (t * t) / degrees
  const small = ratio / (1 + ratio)
  const rest = 1 / (1 + ratio)
  return t > 1 ? betaTails(degrees / 2, 0.5, small, rest) : betaTails(degrees / 2, 0.5, rest, small)
}

function checkDegrees(degrees: number): void {
  if (!(degrees >= 1 && Number.isFinite(degrees)))
    throw new RangeError(`Student t: degrees of freedom is ${degrees}, must be a finite number of at least 1`)
}
