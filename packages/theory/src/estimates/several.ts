/** One estimate that stands for several. */

import type { Bound, Draws, Estimate, SeveralDraws, SingleDraws } from '../schema/types.ts'
import { mean } from '../statistics/index.ts'
import type { Limits } from './error-limits.ts'

type Draw = Pick<Estimate, 'level' | 'draws'>

/** The draws of the parts; undefined if one of them has none. */
export const drawsOfEach = (parts: readonly Draw[]): SeveralDraws['of'] | undefined => {
  const found = parts.flatMap(({ level, draws }) =>
    draws === undefined || level === null ? [] : [{ level, draws: draws as SingleDraws }],
  )
  return found.length === parts.length ? found : undefined
}

const drawsOf = (rule: SeveralDraws['rule'], parts: readonly Draw[]): Draws | undefined => {
  const of = drawsOfEach(parts)
  return of === undefined ? undefined : { rule, of }
}

/** The draws of `farthestFromOne`. */
export const drawsOfFarthest = (parts: readonly Draw[], bound: Bound, widest: number): Draws | undefined => {
  const of = drawsOfEach(parts)
  return of === undefined ? undefined : { rule: 'farthest from 1', bound, widest, of }
}

const withoutDraws = ({ draws: _, ...rest }: Limits) => rest

/** For claims on every network: the network with the highest limit represents all. */
export const worst = (limits: readonly Limits[], level: number, unit: string): Estimate => {
  const highest = limits.reduce((a, b) => (b.high > a.high ? b : a))
  return {
    ...withoutDraws(highest),
    method: 'clopper-pearson',
    level,
    n: limits.length,
    unit: `${unit} (the one with the highest upper limit)`,
    narrowedBy: 'test samples',
    draws: drawsOf('highest limit', limits),
  }
}

/** For controls that have to break for every network: the one with the lowest limit. */
export const best = (limits: readonly Limits[], level: number, unit: string): Estimate => {
  const lowest = limits.reduce((a, b) => (b.low < a.low ? b : a))
  return {
    ...withoutDraws(lowest),
    method: 'clopper-pearson',
    level,
    n: limits.length,
    unit: `${unit} (the one with the lowest lower limit)`,
    draws: drawsOf('lowest limit', limits),
  }
}

/** The mean of errors, in one interval that contains the limits of all. */
export const hull = (limits: readonly Limits[], level: number, unit: string): Estimate => ({
  value: mean(limits.map(({ value }) => value)),
  low: Math.min(...limits.map(({ low }) => low)),
  high: Math.max(...limits.map(({ high }) => high)),
  method: 'clopper-pearson',
  level,
  n: limits.length,
  unit,
  draws: drawsOf('hull', limits),
})

/**
 * The largest of several means. If the limits of all hold at once, it lies between the largest low
 * limit and the largest high limit.
 */
export const largest = (means: readonly Estimate[]): Estimate => {
  const most = (of: 'value' | 'low' | 'high'): number | null =>
    means.reduce<number | null>(
      (a, each) => (a === null || each[of] === null ? null : Math.max(a, each[of])),
      Number.NEGATIVE_INFINITY,
    )
  return {
    ...means[0],
    missing: means.find(({ missing }) => missing !== undefined)?.missing,
    value: most('value'),
    low: most('low'),
    high: most('high'),
    draws: drawsOf('largest', means),
  }
}

/**
 * The first estimate with limits that cover those of the second; without any if one has none. Draws
 * of both.
 */
export const coveringBoth = <E extends Estimate>(one: E, other: E): E => ({
  ...(other.low === null || other.high === null
    ? { ...other, value: one.value }
    : { ...one, ...limitsOfBoth(one, other) }),
  draws: drawsOfBoth(one, other),
})

/** Undefined if one of the two has none. */
export const drawsOfBoth = (one: Draw, other: Draw): Draws | undefined => {
  const of = drawsOfEach([one, other])
  return of === undefined ? undefined : { rule: 'both ways', of }
}

type Bounds = Pick<Estimate, 'low' | 'high'>

/** Limits that cover those of both; null where one has none. */
export const limitsOfBoth = (one: Bounds, other: Bounds): Bounds => ({
  low: one.low === null || other.low === null ? null : Math.min(one.low, other.low),
  high: one.high === null || other.high === null ? null : Math.max(one.high, other.high),
})
