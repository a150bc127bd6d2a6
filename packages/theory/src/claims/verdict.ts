import { placeOf } from '../estimates/place.ts'
import { readable } from '../numbers.ts'
import type { Bound, Condition, ControlVerdict, Estimate, Measured, Verdict } from '../schema/types.ts'

export { placeOf } from '../estimates/place.ts'

/** A condition as the rule needs it; without `decided` it is decided. */
type Met = Pick<Condition, 'met'> & Partial<Pick<Condition, 'decided'>>

/**
 * The one rule by which every claim is judged. It looks at the interval, never at the measured
 * value.
 *
 * - `fails`: a condition is decided and not met, or the interval lies outside the bound, with no
 *   point in common.
 * - `holds`: every condition is met and the interval lies inside the bound, its edges included.
 * - `inconclusive`: everything else, such as an interval with a limit that is missing (null) or
 *   NaN, or a condition that could not be decided.
 *
 * A side on which the bound is null is open: there every limit is inside. The measured limits of a
 * one-sided bound are one-sided ones, each at the stated level, and only the one that faces the
 * bound decides `holds`.
 *
 * Throws a RangeError for what only an error in a claim can cause: a bound that is open on both
 * sides, not a number or reversed, and an interval whose low limit lies above its high one.
 */
export function judge(
  measured: Pick<Measured, 'low' | 'high'>,
  bound: Bound,
  conditions: readonly Met[],
): Verdict {
  const place = placeOf(measured, bound)
  if (place === 'outside' || conditions.some(each => !each.met && each.decided !== false)) return 'fails'
  return place === 'inside' && conditions.every(each => each.met) ? 'holds' : 'inconclusive'
}

/**
 * The same rule for a control, the measurement without the mechanism. It `breaks` only if its
 * interval by itself lies outside the bound; if the rule says `fails` for a condition alone, the
 * control is `broken by a condition`.
 */
export function judgeControl(
  measured: Pick<Measured, 'low' | 'high'>,
  bound: Bound,
  conditions: readonly Met[] = [],
): ControlVerdict {
  if (placeOf(measured, bound) === 'outside') return 'breaks'
  return judge(measured, bound, conditions) === 'fails' ? 'broken by a condition' : 'does not break'
}

export interface Judged {
  readonly measured: Estimate
  readonly bound: Bound
  readonly conditions: readonly Condition[]
  /** What the user set and the claim has otherwise, such as "neurons = 30 in place of 60". */
  readonly replaced?: readonly string[]
}

/**
 * The verdict of a claim beside its control. Unless the claim holds, `reason` says in plain words
 * what decided, and where it can, what to do. If the rule says `holds`, the claim is inconclusive
 * unless its control breaks: a measurement that is the same without the mechanism says nothing of
 * it.
 */
export function judgeClaim(
  claim: Judged,
  control: ControlVerdict,
): { verdict: Verdict; reason: string | null } {
  const verdict = judge(claim.measured, claim.bound, claim.conditions)
  if (verdict === 'holds' && control === 'breaks') return { verdict, reason: null }
  const sentences =
    verdict === 'holds' ? ofControl[control] : verdict === 'fails' ? ofFailure(claim) : [whyOpen(claim)]
  return {
    verdict: verdict === 'holds' ? 'inconclusive' : verdict,
    reason: [...sentences, ...ofReplaced(claim)].join(' '),
  }
}

const ofControl: Readonly<Record<ControlVerdict, readonly string[]>> = {
  breaks: [],
  'does not break': [
    'The control does not break: its interval does not lie outside the bound, so that the measurement says ' +
      'nothing of the mechanism. Choose settings at which the mechanism matters, or more draws.',
  ],
  'broken by a condition': [
    'The control is broken by a condition alone: its interval does not lie outside the bound. Choose ' +
      'settings at which the control can be trained.',
  ],
}

const ofReplaced = ({ replaced = [] }: Judged): string[] =>
  replaced.length === 0
    ? []
    : [`This run has ${replaced.join(', ')}; its sizes were chosen for the claim's own settings.`]

function ofFailure({ measured, bound, conditions }: Judged): string[] {
  const { low, high } = measured
  const unmet = conditions.filter(({ met, decided }) => !met && decided !== false).map(({ name }) => name)
  const isBelow = bound.low !== null && (high ?? Number.NaN) < bound.low
  return [
    ...(placeOf(measured, bound) === 'outside'
      ? [
          `The interval ${shown(low)} to ${shown(high)} lies ${isBelow ? 'below' : 'above'} ` +
            `${shown(isBelow ? bound.low : bound.high)}, the edge of the bound.`,
        ]
      : []),
    ...(unmet.length > 0
      ? [`${unmet.length === 1 ? 'A condition is' : 'Conditions are'} not met: ${unmet.join('; ')}.`]
      : []),
  ]
}

function whyOpen({ measured, bound, conditions }: Judged): string {
  const { low, high, n, missing } = measured
  const unknown = (limit: number | null): boolean => limit === null || Number.isNaN(limit)
  if (placeOf(measured, bound) === 'undecided') {
    if (n === 0) return `Nothing was measured${missing === undefined ? '' : `: ${missing}`}.`
    if ((bound.low !== null && unknown(low)) || (bound.high !== null && unknown(high)))
      return `There is no interval${missing === undefined ? '' : `: ${missing}`}.`
    const edges = [bound.low, bound.high].filter(
      edge => edge !== null && (low ?? edge) <= edge && (high ?? edge) >= edge,
    )
    return (
      `The interval ${shown(low)} to ${shown(high)} reaches across ${edges.map(shown).join(' and ')}, ` +
      `the edge of the bound.${ofValue(measured, bound)}`
    )
  }
  const [open] = conditions.filter(({ met }) => !met)
  return open.low === null && open.high === null
    ? `A condition could not be measured: ${open.name}.`
    : `The interval of a condition, ${shown(open.low)} to ${shown(open.high)}, decides nothing: ${open.name}, required: ${open.required}. More draws make it narrower.`
}

/** What the measured value suggests about an interval that reaches across an edge. */
function ofValue({ value, n, unit, narrowedBy }: Estimate, bound: Bound): string {
  if (value === null) return ''
  return placeOf({ low: value, high: value }, bound) === 'inside'
    ? ` The measured value, ${shown(value)}, lies inside the bound, but the interval is too wide: more ` +
        `${narrowedBy ?? `draws than ${n} (${unit})`} make it narrower.`
    : ` The measured value, ${shown(value)}, lies outside the bound, so that the claim probably does not ` +
        'hold in this setting.'
}

const shown = (value: number | null): string => (value === null ? '–' : readable(value))
