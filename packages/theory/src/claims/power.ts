/**
 * The power of a claim: the probability that a run with a new seed decides rightly, if the theory
 * is right and a run with a tuning seed tells what its draws look like.
 */

import type { Bound, Measured, ReportClaim } from '../schema/types.ts'
import { powerOfMean, powerOfShare, studentTQuantile } from '../statistics/index.ts'

/** Something that decides a claim, and the probability that it decides rightly. */
export interface Power {
  readonly what: string
  /** Where its interval has to lie, or, of a control, may not lie; null for an event. */
  readonly bound: Bound | null
  /** Its value in the tuning run; null for an event. */
  readonly value: number | null
  /** The standard deviation of one draw; null if it is not a mean. */
  readonly deviation: number | null
  readonly n: number | null
  readonly probability: number
}

/** An event that makes a claim fail though the theory is right. */
export interface Risk {
  readonly what: string
  /** The probability that it happens in a run of the claim. */
  readonly probability: number
}

/** A measured number with its interval, of a claim, a condition or a control. */
type Interval = Pick<Measured, 'value' | 'low' | 'high' | 'method' | 'level'> & { readonly n: number | null }

/**
 * What decides a claim of a tuning run, each with its power: the measurement, the conditions with
 * an interval, the control, and the risks that the claim names. A mean has the mean and the
 * deviation of the tuning run; a share has its share. Exact limits of test samples decide rightly
 * unless a risk happens.
 */
export const powersOf = (claim: ReportClaim, risks: readonly Risk[] = []): Power[] => {
  const { measured, bound, conditions, control } = claim
  return [
    ofInterval('the claim', measured, bound),
    ...conditions.flatMap(({ name, measured: value, required, ...rest }) => {
      const asked = boundOf(required)
      return rest.level === null || asked === null
        ? []
        : [ofInterval(name, { ...rest, value: Number(value) }, asked)]
    }),
    ofControl(control.measured, bound),
    ...risks.map(({ what, probability }) => ({
      what: `not: ${what}`,
      bound: null,
      value: null,
      deviation: null,
      n: null,
      probability: 1 - probability,
    })),
  ]
}

/** The probability that all of them decide rightly is at least this, whatever their dependence. */
export const powerOfAll = (powers: readonly Power[]): number =>
  Math.max(0, 1 - powers.reduce((total, { probability }) => total + 1 - probability, 0))

const ofInterval = (what: string, interval: Interval, bound: Bound): Power => {
  const { value, method, level, n } = interval
  const deviation = deviationOf(interval, bound, bound)
  const base = { what, bound, value, deviation, n }
  if (value === null || n === null || level === null) return { ...base, probability: level === null ? 1 : 0 }
  if (deviation !== null)
    return { ...base, probability: powerOfMean({ mean: value, deviation, n }, bound, level, sidesOf(bound)) }
  if (isShare(interval)) return { ...base, probability: powerOfShare({ share: value, n }, bound, level) }
  return { ...base, probability: method !== null && liesInside(interval, bound) ? 1 : 0 }
}

/**
 * The probability that the interval of a control lies outside the bound, on the side of its value.
 */
const ofControl = (measured: Measured, bound: Bound): Power => {
  const { value } = measured
  const isBelow = bound.low !== null && (value ?? Number.NaN) < bound.low
  const outside = isBelow ? { low: null, high: bound.low } : { low: bound.high, high: null }
  const what = 'the control, which has to lie outside'
  const deviation = deviationOf(measured, bound, outside)
  const { n, level } = measured
  if (deviation === null || value === null || level === null)
    return { ...ofInterval(what, measured, outside), bound }
  // The limits are those of the claim's interval, though only one of them decides.
  const oneSided = sidesOf(bound) === 1 ? level : (1 + level) / 2
  return {
    what,
    bound,
    value,
    deviation,
    n,
    probability: powerOfMean({ mean: value, deviation, n }, outside, oneSided, 1),
  }
}

/** A one-sided bound has one-sided limits. */
const sidesOf = ({ low, high }: Bound): 1 | 2 => (low === null || high === null ? 1 : 2)

/**
 * The standard deviation of a draw, from the reach of a t interval; null for other intervals. The
 * limit that faces the edge of `region` tells it; the other one may have been cut off by the range
 * of a draw. The reach of a ratio's limits is that of a mean to first order.
 */
const deviationOf = (
  { value, low, high, method, level, n }: Interval,
  bound: Bound,
  region: Bound,
): number | null => {
  if (method !== 'student-t' && method !== 'fieller') return null
  if (value === null || low === null || high === null || level === null || n === null) return null
  const reach = studentTQuantile(sidesOf(bound) === 1 ? level : (1 + level) / 2, n - 1)
  const below = region.low === null ? 0 : value - low
  const above = region.high === null ? 0 : high - value
  return (Math.max(below, above) * Math.sqrt(n)) / reach
}

/** Whether the interval is that of a share of n models: its limits are not 0 and 1 at once. */
const isShare = ({ value, method, n }: Interval): boolean =>
  method === 'clopper-pearson' && value !== null && n !== null && n > 20 && isCount(value * n)

const isCount = (x: number): boolean => Math.abs(x - Math.round(x)) < 1e-9

const liesInside = ({ low, high }: Interval, bound: Bound): boolean =>
  (bound.low === null || (low !== null && low >= bound.low)) &&
  (bound.high === null || (high !== null && high <= bound.high))

/** The bound in the words of `liesWithin`; null for other words. */
const boundOf = (required: unknown): Bound | null => {
  const words = String(required)
  const [, least] = /^at least (\S+)$/.exec(words) ?? []
  const [, most] = /^at most (\S+)$/.exec(words) ?? []
  const [, from, to] = /^between (\S+) and (\S+)$/.exec(words) ?? []
  if (least !== undefined) return { low: Number(least), high: null }
  if (most !== undefined) return { low: null, high: Number(most) }
  return from === undefined ? null : { low: Number(from), high: Number(to) }
}
