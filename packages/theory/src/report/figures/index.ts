import type { Drawing, Figure, ReportClaim } from '../../drawing/figure.ts'
import { withinDrawableRange } from './drawable-range.ts'
import { genericFigure } from './generic.ts'

/** The figures of a claim, and the series that they show. */
export interface Drawn {
  readonly figures: Figure[]
  /** Whether a figure made for the claim shows the series of this role. */
  readonly shows: (role: string) => boolean
}

/** Draws a claim from its part of the report alone, with the figures made for it. */
export function drawClaim(reported: ReportClaim, drawings: readonly Drawing[]): Drawn {
  const claim = withinDrawableRange(reported)
  const figures: Figure[] = []
  const shown: string[] = []
  for (const { roles, draw } of drawings) {
    const figure = draw(claim)
    if (figure === null) continue
    figures.push(figure)
    shown.push(...roles)
  }
  const shows = (role: string): boolean => shown.some(pattern => matches(role, pattern))
  claim.series.forEach((series, i) => {
    // One point is a number: the page states it.
    const figure = series.x.length === 1 || shows(series.role) ? null : genericFigure(claim, series, i)
    if (figure !== null) figures.push(figure)
  })
  return { figures, shows }
}

const matches = (role: string, pattern: string): boolean =>
  pattern.endsWith('*') ? role.startsWith(pattern.slice(0, -1)) : role === pattern
