/**
 * Confidence sequences: intervals after each draw that all cover together. So a claim may look at
 * its interval after every draw, and stop when the interval decides.
 */

import { lgamma, log, log1p } from '@multiview/tensor/math'
import { checkCounts, checkLevel, type Interval } from './interval.ts'
import { mean } from './summation.ts'

/**
 * Interval of a probability after `n` independent draws with `successes`. With a probability of at
 * least `level` the intervals after all numbers of draws cover together. At each number alone it is
 * wider than {@link proportionInterval}.
 *
 * It holds every p at which (n + 1)·C(n, successes)·pˢ(1 − p)ⁿ⁻ˢ is above 1 − level, the mixture of
 * binomial likelihood ratios with uniform weights. The absolute error of a limit is below 1e-10 for
 * n up to 1e6.
 *
 * Usage: `proportionSequence(3, 40, 0.95).high`
 *
 * Source: H. Robbins, Annals of Mathematical Statistics 41 (1970) 1397–1409.
 *
 * @throws RangeError unless 0 ≤ successes ≤ n are integers, n ≥ 1 and 0 < level < 1
 */
export function proportionSequence(successes: number, n: number, level: number): Interval {
  checkLevel('proportionSequence', level)
  checkCounts('proportionSequence', successes, n)
  const failures = n - successes
  const constant = log(n + 1) + lgamma(n + 1) - lgamma(successes + 1) - lgamma(failures + 1) - log1p(-level)
  const isInside = (p: number): boolean =>
    constant + times(successes, log(p)) + times(failures, log1p(-p)) > 0
  const value = successes / n
  return { value, low: edge(value, 0, isInside), high: edge(value, 1, isInside), level, n }
}

/** A product in which 0 times −Infinity is 0. */
const times = (count: number, logarithm: number): number => (count === 0 ? 0 : count * logarithm)

/** Bets are at most this share of the capital, so that one draw loses at most half of it. */
const mostBet = 0.5

/**
 * Interval of the mean of independent draws of one law, all of them between `low` and `high`. With a
 * probability of at least `level` the intervals after all numbers of draws cover together, whatever
 * the law.
 *
 * Two players bet that the mean is above m, and that it is below. Their bets follow the variance of
 * the draws before. An m is left out once one of the two has 2/(1 − level) times its first capital.
 * So the limits become narrow fast if the draws scatter little. The result depends on the order of
 * the draws.
 *
 * Usage: `meanSequence([0.4, 0.5, 0.45], 0.95, { low: 0, high: 1 }).low`
 *
 * Source: I. Waudby-Smith and A. Ramdas, Journal of the Royal Statistical Society B 86 (2024) 1–27,
 * the hedged capital process.
 *
 * @throws RangeError for no draws, for a draw outside the range, and for a range that is empty
 */
export function meanSequence(
  draws: readonly number[],
  level: number,
  { low, high }: { readonly low: number; readonly high: number },
): Interval {
  checkLevel('meanSequence', level)
  if (!(low < high && Number.isFinite(high - low)))
    throw new RangeError(`meanSequence: the range [${low}, ${high}] must be finite and not empty`)
  if (draws.length === 0) throw new RangeError('meanSequence: there are no draws, must be at least 1')
  const outside = draws.find(draw => !(draw >= low && draw <= high))
  if (outside !== undefined)
    throw new RangeError(`meanSequence: a draw is ${outside}, must lie from ${low} to ${high}`)
  const width = high - low
  const shares = draws.map(draw => (draw - low) / width)
  const enough = 2 / (1 - level)
  const bets = betsOf(shares, log(enough))
  const lowerLimit = (of: readonly number[]): number => edge(1, 0, m => capital(of, bets, m) < enough)
  const lower = lowerLimit(shares)
  const upper = 1 - lowerLimit(shares.map(share => 1 - share))
  // Rounding, or bets on a mean that both players lose, must not reverse the interval.
  const [from, to] = lower <= upper ? [lower, upper] : [upper, lower]
  return { value: mean(draws), low: low + width * from, high: low + width * to, level, n: draws.length }
}

/** What is bet on each draw, before the limit by m: it depends on the draws before only. */
const betsOf = (shares: readonly number[], logEnough: number): number[] => {
  let sum = 1 / 2
  let squares = 1 / 4
  return shares.map((share, at) => {
    const bet = Math.sqrt((2 * logEnough) / (squares * log(at + 2)))
    sum += share
    squares += (share - sum / (at + 2)) ** 2
    return bet
  })
}

/** The capital, from 1, of a player who bets that the mean is above m. It falls with m. */
const capital = (shares: readonly number[], bets: readonly number[], m: number): number => {
  let product = 1
  for (let at = 0; at < shares.length; at++) product *= 1 + Math.min(bets[at], mostBet / m) * (shares[at] - m)
  return product
}

/**
 * The last number from `inside` towards `outside` at which a test is true, if it becomes false once.
 */
const edge = (inside: number, outside: number, isInside: (x: number) => boolean): number => {
  if (isInside(outside)) return outside
  let [within, without] = [inside, outside]
  for (;;) {
    const middle = (within + without) / 2
    if (middle === within || middle === without || Math.abs(within - without) < 1e-15) return within
    if (isInside(middle)) within = middle
    else without = middle
  }
}
