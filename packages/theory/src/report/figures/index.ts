import { drawsOf, windowName } from '../../drawing/draws.ts'
import type { Drawing, Figure, ReportClaim, Series } from '../../drawing/figure.ts'
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
  const hasWindow = figures.some(({ name }) => name === windowName(claim))
  claim.series.forEach((series, i) => {
    // One point is a number: the page states it.
    const isShown = shows(series.role) || (hasWindow && isOfDraws(series, claim))
    const figure = series.x.length === 1 || isShown ? null : genericFigure(claim, series, i)
    if (figure !== null) figures.push(figure)
  })
  return { figures, shows }
}

/** Whether a series has the draws of the claim or of its control. */
const isOfDraws = ({ value }: Series, { measured, control }: ReportClaim): boolean =>
  [measured, control.measured].some(each => {
    const draws = drawsOf(each)
    return draws.length === value.length && draws.every((draw, at) => draw === value[at])
  })

const matches = (role: string, pattern: string): boolean =>
  pattern.endsWith('*') ? role.startsWith(pattern.slice(0, -1)) : role === pattern
