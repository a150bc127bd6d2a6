import { expm1, log } from '@multiview/tensor/math'
import { betaTails } from './incomplete-beta.ts'
import { checkCounts, checkLevel, type Interval } from './interval.ts'
import { solveInLog } from './solve.ts'

/**
 * Clopper–Pearson interval of a probability: `successes` of `n` independent draws, both limits at
 * once covered with probability at least `level` (each tail (1 − level)/2). Exact: it never covers
 * less, whatever the probability.
 *
 * Relative error of each limit below 1e-12 for n up to 1e7. Throws a RangeError unless 0 ≤
 * successes ≤ n are integers, n ≥ 1 and 0 < level < 1.
 *
 * Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404–413.
 */
export function proportionInterval(successes: number, n: number, level: number): Interval {
  checkLevel('proportionInterval', level)
  const tail = (1 - level) / 2
  return {
    value: successes / n,
    low: lowerLimit(successes, n, tail),
    high: upperLimit(successes, n, tail),
    level,
    n,
  }
}

/**
 * The two one-sided Clopper–Pearson limits, each alone covered with probability at least `level`.
 * For a one-sided bound, whose verdict looks at one limit: the upper one to say that it holds, the
 * lower one to say that it fails. As a pair they are the interval at level 2·level − 1. Errors as
 * for {@link proportionInterval}.
 */
export function proportionLimits(successes: number, n: number, level: number): Interval {
  checkLevel('proportionLimits', level)
  const tail = 1 - level
  return {
    value: successes / n,
    low: lowerLimit(successes, n, tail),
    high: upperLimit(successes, n, tail),
    level,
    n,
  }
}

/** The p at which `successes` or more of n draws have probability `tail`; 0 for no success. */
function lowerLimit(successes: number, n: number, tail: number): number {
  checkCounts('Clopper–Pearson', successes, n)
  if (successes === 0) return 0
  // tail^(1/n)
  if (successes === n) return 1 + expm1(log(tail) / n)
  // Near 1 it is the distance to 1 that carries the digits.
  if (2 * successes > n) return 1 - upperLimit(n - successes, n, tail)
  const a = successes
  const b = n - successes + 1
  const at = (p: number) => {
    const { lower, slope } = betaTails(a, b, p, 1 - p)
    return { value: log(lower / tail), slope: slope / (1 - p) / lower }
  }
  return solveInLog(at, { direction: 'rising', start: a / (a + b), low: 0, high: 1 })
}

/** The p at which `successes` or fewer of n draws have probability `tail`; 1 for n successes. */
function upperLimit(successes: number, n: number, tail: number): number {
  checkCounts('Clopper–Pearson', successes, n)
  if (successes === n) return 1
  // 1 − tail^(1/n)
  if (successes === 0) return -expm1(log(tail) / n)
  if (2 * successes > n) return 1 - lowerLimit(n - successes, n, tail)
  const a = successes + 1
  const b = n - successes
  const at = (p: number) => {
    const { upper, slope } = betaTails(a, b, p, 1 - p)
    return { value: log(upper / tail), slope: -slope / (1 - p) / upper }
  }
  return solveInLog(at, { direction: 'falling', start: a / (a + b), low: 0, high: 1 })
}
