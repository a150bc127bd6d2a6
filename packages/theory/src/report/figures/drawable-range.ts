import type { ReportClaim } from '../../drawing/figure.ts'

const most = 1e100

/**
 * The claim without numbers that an axis cannot show: beyond ±1e100 a number becomes null, and
 * nearer to 0 than 1e-100 it becomes 0. A sensible report has no such numbers, but the figures of
 * every report must be drawn in bounded time.
 */
export function withinDrawableRange(claim: ReportClaim): ReportClaim {
  const { measured, control } = claim
  return {
    ...claim,
    predicted: clip(claim.predicted),
    bound: { low: clip(claim.bound.low), high: clip(claim.bound.high) },
    measured: { ...measured, ...limits(measured) },
    control: { ...control, measured: { ...control.measured, ...limits(control.measured) } },
    series: claim.series.map(series => {
      const kept = series.x.flatMap((x, i) => (Math.abs(x) <= most ? [i] : []))
      const list = (values: (number | null)[]) => kept.map(i => clip(values[i]))
      const optional = (values: (number | null)[] | null) => (values === null ? null : list(values))
      return {
        role: series.role,
        name: series.name,
        x: kept.map(i => clip(series.x[i])!),
        value: list(series.value),
        low: optional(series.low),
        high: optional(series.high),
        predicted: optional(series.predicted),
      }
    }),
  }
}

function limits({ value, low, high }: ReportClaim['measured']) {
  return { value: clip(value), low: clip(low), high: clip(high) }
}

function clip(value: number | null): number | null {
  if (value === null || Math.abs(value) > most) return null
  return Math.abs(value) < 1 / most ? 0 : value
}
