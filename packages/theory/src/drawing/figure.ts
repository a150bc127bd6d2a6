import type { ReportClaim } from '../schema/types.ts'

export type { ReportClaim }
export type Series = ReportClaim['series'][number]

/**
 * A drawn figure: `name` is its file name without `.svg`, `caption` says in a sentence or two what
 * to see.
 */
export interface Figure {
  name: string
  title: string
  caption: string
  svg: string
}

/** One kind of figure, made for series of certain roles. */
export interface Drawing {
  /** Roles of the series that it shows; one that ends in "*" stands for all that begin so. */
  readonly roles: readonly string[]
  /** The figure of a claim; null if the report lacks what it needs. */
  readonly draw: (claim: ReportClaim) => Figure | null
}

/** One value of a series with what belongs to it; null if the series has none. */
export interface Point {
  x: number
  value: number | null
  low: number | null
  high: number | null
  predicted: number | null
}

export function points(series: Series): Point[] {
  return series.x.map((x, i) => ({
    x,
    value: series.value[i],
    low: series.low?.[i] ?? null,
    high: series.high?.[i] ?? null,
    predicted: series.predicted?.[i] ?? null,
  }))
}

/** The series of a claim that has this role. */
export function seriesOf(claim: ReportClaim, role: string): Series | undefined {
  return claim.series.find(series => series.role === role)
}

/** The values that are not null or undefined. */
export function present(values: (number | null | undefined)[]): number[] {
  return values.filter(value => value !== null && value !== undefined)
}

/** Smallest and largest, with a margin of `share` of their distance; never of width 0. */
export function rangeOf(values: number[], share = 0.06): [number, number] {
  if (values.length === 0) return [0, 1]
  const low = values.reduce((a, b) => Math.min(a, b))
  const high = values.reduce((a, b) => Math.max(a, b))
  const margin = high > low ? (high - low) * share : Math.abs(high) * 0.1 || 1
  return [low - margin, high + margin]
}
