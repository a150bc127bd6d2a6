/** What a condition requires, in the words of a report and back. */

import { placeOf } from '../estimates/place.ts'
import type { Bound, Condition } from '../schema/types.ts'

/** The words for numbers within a bound. */
export const requiredWords = ({ low, high }: Bound): string =>
  low === null ? `at most ${high}` : high === null ? `at least ${low}` : `between ${low} and ${high}`

/** The words for an interval that contains the value 1. */
export const containsOne = 'an interval that contains 1'

const number = String.raw`(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)`
const [most, least, between] = [
  `at most ${number}`,
  `at least ${number}`,
  `between ${number} and ${number}`,
].map(pattern => new RegExp(`^${pattern}$`))

/** The bound that words name; null for other words. */
const boundOf = (words: string): Bound | null => {
  const [high] = most.exec(words)?.slice(1) ?? []
  if (high !== undefined) return { low: null, high: Number(high) }
  const [low] = least.exec(words)?.slice(1) ?? []
  if (low !== undefined) return { low: Number(low), high: null }
  const ends = between.exec(words)?.slice(1).map(Number)
  return ends === undefined ? null : { low: ends[0], high: ends[1] }
}

const isInside = (value: number, { low, high }: Bound): boolean =>
  (low === null || value >= low) && (high === null || value <= high)

/**
 * Whether a condition is met, and whether it is decided, by its own numbers; null for a requirement
 * in other words than those of this project.
 */
export const judgeCondition = (
  condition: Pick<Condition, 'measured' | 'low' | 'high' | 'level' | 'required'>,
): Pick<Condition, 'met' | 'decided'> | null => {
  const { measured, low, high, level, required } = condition
  if (required === containsOne) {
    const isKnown = low !== null && high !== null
    return { met: isKnown && low <= 1 && high >= 1, decided: isKnown }
  }
  const bound = typeof required === 'string' ? boundOf(required) : null
  if (level === null) {
    const isNumber = typeof measured === 'number'
    if (bound !== null) return { met: isNumber && isInside(measured, bound), decided: isNumber }
    return typeof required === 'string' ? null : { met: measured === required, decided: measured !== null }
  }
  if (bound === null) return null
  const place = placeOf({ low, high }, bound)
  return { met: place === 'inside', decided: place !== 'undecided' }
}
