/** The numbers and verdicts of a report, computed again from the draws that it holds. */

import { type Claim, finiteOrNull, sizeIn } from '../claims/claim.ts'
import { claims, claimsOf } from '../claims/index.ts'
import { levelIn } from '../claims/level.ts'
import { judgeCondition } from '../claims/requirement.ts'
import { judgeClaim, judgeControl } from '../claims/verdict.ts'
import { estimateFrom } from '../estimates/from-draws.ts'
import { presets } from '../presets.ts'
import type { Report } from '../schema/report.ts'
import type { Condition, Draws, Estimate, Measured, ReportClaim, Series } from '../schema/types.ts'
import { type Difference, inWords } from './compare.ts'

export interface Recomputed {
  /** What the report states, and what follows from its draws or from the claims of this version. */
  readonly differences: readonly Difference[]
  /** Estimates with limits that followed from their draws, equal or not. */
  readonly intervals: number
  readonly verdicts: number
  /** What could not be computed again, and why, in words. */
  readonly unchecked: readonly string[]
}

/**
 * Computes intervals, conditions and verdicts again, without training. Bounds, statements and
 * levels are compared with those of the claims that this version knows. A checksum finds a file
 * that was damaged; this finds a number that does not follow from the draws beside it. Draws
 * themselves can be checked only by a run with the same seed.
 *
 * @param known the claims of this version, and those of the user
 */
export const recomputeReport = (report: Report, known: readonly Claim[] = claims): Recomputed => {
  const found = report.claims.map(claim =>
    recomputed(
      claim,
      known.find(({ id }) => id === claim.id),
      report,
    ),
  )
  const total = (of: 'intervals' | 'verdicts'): number => found.reduce((sum, each) => sum + each[of], 0)
  return {
    differences: found.flatMap(({ differences }) => differences),
    intervals: total('intervals'),
    verdicts: total('verdicts'),
    unchecked: [...found.flatMap(({ unchecked }) => unchecked), ...missingClaims(report, known)],
  }
}

/** Claims that a run of the preset has unless the user names others. */
const missingClaims = ({ preset, claims: found }: Report, known: readonly Claim[]): string[] => {
  if (!isPreset(preset)) return [`the preset ${preset} is not one of this version`]
  const missing = claimsOf(preset, known).filter(({ id }) => found.every(each => each.id !== id))
  return missing.length === 0
    ? []
    : [`the report lacks these claims of preset ${preset}: ${missing.map(({ id }) => id).join(', ')}`]
}

const isPreset = (name: string): name is keyof typeof presets => Object.hasOwn(presets, name)

/** What is found in one claim. */
class Findings {
  readonly differences: Difference[] = []
  readonly unchecked: string[] = []
  intervals = 0
  verdicts = 0
  readonly #claim: string
  readonly #isOurs: boolean

  /** @param isOurs whether each interval of the claim has its draws in a report of this version */
  constructor(claim: string, isOurs: boolean) {
    this.#claim = claim
    this.#isOurs = isOurs
  }

  /** Compares what is stated at a place with what follows. */
  compare(place: string, stated: unknown, follows: unknown): void {
    if (stated === follows) return
    const change = `${inWords(stated)} is stated, ${inWords(follows)} follows`
    this.differences.push({ claim: this.#claim, place, change })
  }

  leave(place: string, why: string): void {
    this.unchecked.push(`${this.#claim}, ${place}: ${why}`)
  }

  /** Computes something at a place; draws and bounds that cannot be are a difference. */
  attempt(place: string, compute: () => void): void {
    try {
      compute()
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.differences.push({ claim: this.#claim, place, change: `cannot be: ${error.message}` })
    }
  }

  /** Limits whose draws are not in the report. A claim of the user may compute its own limits. */
  lack(place: string): void {
    const change = 'has limits, and the report does not hold its draws'
    if (this.#isOurs) this.differences.push({ claim: this.#claim, place, change })
    else this.leave(place, change)
  }
}

const recomputed = (claim: ReportClaim, own: Claim | undefined, { preset }: Report): Findings => {
  const found = new Findings(claim.id, own !== undefined && claims.includes(own))
  const { measured, conditions, series, control } = claim
  if (own === undefined) found.leave('texts, bound and level', 'this version does not know the claim')
  else compareWithDefinition(found, claim, own, preset)
  const estimate = estimateIn(found, 'measured', measured)
  estimateIn(found, 'control.measured', control.measured)
  for (const each of conditions) conditionIn(found, `conditions.[${each.name}]`, each)
  for (const each of control.conditions ?? []) conditionIn(found, `control.conditions.[${each.name}]`, each)
  for (const each of series) seriesIn(found, each)
  found.attempt('verdict', () => judgedAgain(found, claim, estimate))
  return found
}

/** @throws RangeError for an interval or a bound that is reversed */
const judgedAgain = (found: Findings, claim: ReportClaim, measured: Estimate): void => {
  const { bound, conditions, control, verdict, reason } = claim
  const ofControl = judgeControl(control.measured, bound, control.conditions)
  if (control.conditions === undefined && ofControl !== 'breaks')
    found.compare('control.verdict breaks', control.verdict === 'breaks', false)
  else found.compare('control.verdict', control.verdict, ofControl)
  const judged = judgeClaim({ measured, bound, conditions }, control.verdict)
  found.compare('verdict', verdict, judged.verdict)
  // Words of what was set, and of why there are no limits, are not among the draws.
  if (judged.reason === null || reason === null) found.compare('reason', reason, judged.reason)
  else if (measured.low !== null && !reason.startsWith(judged.reason))
    found.compare('reason', reason, judged.reason)
  found.verdicts += 2
}

/** Texts, bound, regime and level of a claim of this version. */
const compareWithDefinition = (found: Findings, claim: ReportClaim, own: Claim, preset: string): void => {
  const { title, statement, source, bound, boundSource, measured, control } = claim
  found.compare('title', title, own.title)
  found.compare('statement', statement, own.statement)
  found.compare('source', source, own.source)
  found.compare('bound.low', bound.low, own.bound.low)
  found.compare('bound.high', bound.high, own.bound.high)
  found.compare('boundSource', boundSource, own.boundSource)
  found.compare('control.id', control.id, own.control.id)
  // A note on settings may follow.
  if (!control.statement.startsWith(own.control.statement))
    found.compare('control.statement', control.statement, own.control.statement)
  if (!isPreset(preset)) return
  if (claim.regime !== null) found.compare('regime', claim.regime, sizeIn(own, preset).regime)
  const least = levelIn(preset)
  for (const [place, level] of [
    ['measured.level', measured.level],
    ['control.measured.level', control.measured.level],
  ] as const)
    if (level !== null && level < least) found.compare(place, level, least)
}

type Stated = Pick<Measured, 'value' | 'low' | 'high' | 'method' | 'level'> & {
  readonly n: number | null
  readonly draws?: Draws | undefined
}

/** Compares an estimate with its draws. Returns it, with the words that only its draws give. */
const estimateIn = (found: Findings, place: string, stated: Measured): Estimate => {
  const computed = fromDraws(found, place, stated)
  const { missing, narrowedBy } = computed ?? {}
  return { ...stated, missing, ...(narrowedBy && { narrowedBy }) }
}

const fromDraws = (found: Findings, place: string, stated: Stated): Estimate | undefined => {
  const { value, low, high, method, level, n, draws } = stated
  if (draws === undefined) {
    if (level === null)
      found.compare(`${place}, limits of what is not random`, low === value && high === value, true)
    else if (low !== null || high !== null) found.lack(place)
    return undefined
  }
  if (level === null) {
    found.compare(`${place}.level`, level, 'a level')
    return undefined
  }
  let computed: Estimate | undefined
  found.attempt(`${place}.draws`, () => {
    computed = estimateFrom(draws, level)
    found.compare(`${place}.value`, value, finiteOrNull(computed.value))
    found.compare(`${place}.low`, low, finiteOrNull(computed.low))
    found.compare(`${place}.high`, high, finiteOrNull(computed.high))
    if (computed.low !== null) found.compare(`${place}.method`, method, computed.method ?? null)
    found.compare(`${place}.n`, n, computed.n)
    found.intervals++
  })
  return computed
}

const conditionIn = (found: Findings, place: string, condition: Condition): void => {
  const { measured, low, high, method = null, level, n = null, required, draws } = condition
  if (level !== null)
    if (typeof measured === 'number' || measured === null)
      fromDraws(found, place, { value: measured, low, high, method, level, n, ...(draws && { draws }) })
    else found.leave(place, 'what is measured is not a number')
  found.attempt(place, () => {
    const judged = judgeCondition(condition)
    if (judged === null) {
      found.leave(place, `its requirement, ${inWords(required)}, is in words of the claim`)
      return
    }
    found.compare(`${place}.met`, condition.met, judged.met)
    // A claim may leave open what an exact number, or one of two ways to count, does not meet.
    if (condition.met || (condition.decided && low !== null && draws?.rule !== 'both ways'))
      found.compare(`${place}.decided`, condition.decided, judged.decided)
  })
}

const seriesIn = (found: Findings, { role, value, low, high, draws }: Series): void => {
  const place = `series.[${role}]`
  if (draws === undefined) {
    // Limits of a series may be the least and the largest value.
    if (low !== null || high !== null) found.leave(place, 'has limits without draws')
    return
  }
  draws.forEach((each, at) => {
    if (each === null) return
    found.attempt(`${place}.draws[${at}]`, () => {
      const computed = estimateFrom(each.draws, each.level)
      found.compare(`${place}.value[${at}]`, value[at], finiteOrNull(computed.value))
      if (low !== null) found.compare(`${place}.low[${at}]`, low[at], finiteOrNull(computed.low))
      if (high !== null) found.compare(`${place}.high[${at}]`, high[at], finiteOrNull(computed.high))
      found.intervals++
    })
  })
}
