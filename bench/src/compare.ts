/** Compares two runs case by case. */
import type { Row } from './measure.ts'
import { columns, number } from './table.ts'

export interface Change {
  readonly suite: string
  readonly case: string
  readonly impl: string
  readonly beforeMs: number
  readonly afterMs: number
  /** Speed after over speed before. */
  readonly speed: number
  readonly verdict: 'faster' | 'slower' | 'same'
}

/** A median that changed by less than this share is noise on any machine. */
const NOISE = 0.05

/** The least number of samples that show a spread. */
const LEAST_RUNS = 3

/**
 * Faster or slower: the median changed by more than the noise, and the samples of the two runs do
 * not overlap.
 */
const verdictOf = (before: Row, after: Row): Change['verdict'] => {
  if (Math.min(before.runs, after.runs) < LEAST_RUNS) return 'same'
  if (after.maxMs < before.minMs && after.medianMs < (1 - NOISE) * before.medianMs) return 'faster'
  if (after.minMs > before.maxMs && after.medianMs > (1 + NOISE) * before.medianMs) return 'slower'
  return 'same'
}

/** The rows that both runs have. */
export const changes = (before: readonly Row[], after: readonly Row[]): Change[] => {
  const key = ({ suite, case: name, impl }: Row) => JSON.stringify([suite, name, impl])
  const known = new Map(before.map(row => [key(row), row]))
  return after.flatMap(row => {
    const old = known.get(key(row))
    if (old === undefined) return []
    return [
      {
        suite: row.suite,
        case: row.case,
        impl: row.impl,
        beforeMs: old.medianMs,
        afterMs: row.medianMs,
        speed: old.medianMs / row.medianMs,
        verdict: verdictOf(old, row),
      },
    ]
  })
}

/**
 * The changes as a table for a terminal. Only our rows are listed. The rows of the other libraries
 * show how the machine changed.
 */
export const changesText = (list: readonly Change[]): string => {
  const listed = list.filter(({ impl, suite }) => impl.startsWith('multiview') || suite === 'own')
  const others = list.filter(change => !listed.includes(change)).map(({ speed }) => speed)
  if (listed.length === 0) return '\nCompared with the run before: no case in common'
  const median = others.sort((x, y) => x - y)[others.length >> 1]
  return `\nCompared with the run before${
    median === undefined ? '' : ` (the other libraries: median speed ${median.toFixed(2)} of before)`
  }\n${columns([
    ['  case', 'impl', 'before ms', 'after ms', 'speed', ''],
    ...listed.map(({ case: name, impl, beforeMs, afterMs, speed, verdict }) => [
      `  ${name}`,
      impl,
      number(beforeMs),
      number(afterMs),
      speed.toFixed(2),
      verdict,
    ]),
  ])}`
}
