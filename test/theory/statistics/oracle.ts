import { readFileSync } from 'node:fs'

/** Reference values of fixtures/generate.py, made with mpmath. */
export const fixture: {
  proportion: { successes: number; n: number; tail: number; low: number; high: number }[]
  studentCdf: { t: number; degrees: number; p: number }[]
  studentQuantile: { p: number; degrees: number; t: number }[]
  normalCdf: { z: number; p: number }[]
  betaLower: { a: number; b: number; p: number; value: number }[]
} = JSON.parse(readFileSync(new URL('./fixtures/statistics.json', import.meta.url), 'utf8'))

/** |actual − expected| / |expected|, and 0 if both are equal, so also at 0. */
export function relativeError(actual: number, expected: number): number {
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected)
}

/** The row with the largest error, for the failure message. */
export function worst<Row>(rows: Row[], error: (row: Row) => number): { error: number; row: Row } {
  return rows.map(row => ({ error: error(row), row })).reduce((a, b) => (b.error > a.error ? b : a))
}
