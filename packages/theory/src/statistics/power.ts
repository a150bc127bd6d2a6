import { exp, lgamma, log } from '@multiview/tensor/math'
import { proportionLimits } from './clopper-pearson.ts'
import { betaTails } from './incomplete-beta.ts'
import { fewestDraws } from './mean-interval.ts'
import { normalCdf } from './normal.ts'
import { studentTQuantile } from './student-t.ts'

/** Where an interval has to lie; null leaves a side open. */
interface Inside {
  readonly low: number | null
  readonly high: number | null
}

/**
 * The probability that the t interval of the mean of `n` independent normal draws lies inside a
 * bound. The draws have this mean and this standard deviation. With `sides` 1 the limits are the
 * one-sided ones of {@link meanLimits}, with 2 the interval is that of {@link meanInterval}.
 *
 * Absolute error below 1e-6. With one open side it is a probability of the noncentral t
 * distribution.
 *
 * @throws RangeError for fewer than 8 draws, which have no interval, or a deviation that is not
 *   above 0
 */
export function powerOfMean(
  { mean, deviation, n }: { readonly mean: number; readonly deviation: number; readonly n: number },
  { low, high }: Inside,
  level: number,
  sides: 1 | 2,
): number {
  if (!(n >= fewestDraws)) throw new RangeError(`powerOfMean: n is ${n}, must be at least ${fewestDraws}`)
  if (!(deviation > 0)) throw new RangeError(`powerOfMean: deviation is ${deviation}, must be above 0`)
  const degrees = n - 1
  const reach = studentTQuantile(sides === 1 ? level : (1 + level) / 2, degrees)
  const scale = Math.sqrt(n) / deviation
  // The mean and the sample deviation are independent. For a sample deviation of u·σ the mean may
  // lie between the bound's edges, less the reach of the interval on either side.
  const inside = (u: number): number => {
    const above = high === null ? 1 : normalCdf(scale * (high - mean) - reach * u)
    const below = low === null ? 0 : normalCdf(scale * (low - mean) + reach * u)
    return Math.max(0, above - below)
  }
  // The density of u, where degrees·u² has a chi-squared distribution.
  const constant = log(2) + (degrees / 2) * log(degrees / 2) - lgamma(degrees / 2)
  const density = (u: number): number =>
    u === 0 ? 0 : exp(constant + (degrees - 1) * log(u) - (degrees * u * u) / 2)
  const spread = 8 / Math.sqrt(2 * degrees)
  return simpson(u => density(u) * inside(u), Math.max(0, 1 - spread), 1 + spread)
}

/** The integral of a smooth function by Simpson's rule. */
function simpson(f: (x: number) => number, from: number, to: number): number {
  const pieces = 2000
  const step = (to - from) / pieces
  let total = f(from) + f(to)
  for (let i = 1; i < pieces; i++) total += (i % 2 === 0 ? 2 : 4) * f(from + i * step)
  return (total * step) / 3
}

/**
 * The probability that both one-sided Clopper–Pearson limits of a share lie inside a bound, if each
 * of `n` independent draws has the property with probability `share`. Exact.
 */
export function powerOfShare(
  { share, n }: { readonly share: number; readonly n: number },
  { low, high }: Inside,
  level: number,
): number {
  const isInside = (count: number): boolean => {
    const limits = proportionLimits(count, n, level)
    return (low === null || limits.low >= low) && (high === null || limits.high <= high)
  }
  // Both limits rise with the count, so the counts inside the bound are neighbours.
  const inside = Array.from({ length: n + 1 }, (_, count) => count).filter(isInside)
  if (inside.length === 0) return 0
  return atMost(inside[inside.length - 1], n, share) - atMost(inside[0] - 1, n, share)
}

/** The probability of at most `count` successes of n. */
function atMost(count: number, n: number, share: number): number {
  if (count < 0) return 0
  return count >= n ? 1 : betaTails(count + 1, n - count, share, 1 - share).upper
}
