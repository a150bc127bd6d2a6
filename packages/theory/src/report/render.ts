import type { ClaimPage } from '../claims/claim.ts'
import { claims } from '../claims/index.ts'
import type { Drawing, Figure } from '../drawing/figure.ts'
import { checkReport, type Report } from '../schema/report.ts'
import { reportToHtml } from './html.ts'

/** The files of a report, as texts. */
export interface RenderedReport {
  html: string
  figures: Figure[]
}

/**
 * Draws the page and the figures: the same report gives the same bytes. Imports the libraries that
 * draw.
 *
 * @param known the figures, explanations and labels of claims, by their ids; a claim of the report
 *   that is not among them gets plain figures
 * @throws TypeError if the report does not follow the format
 */
export async function renderReport(
  report: Report,
  known: readonly ClaimPage[] = claims,
): Promise<RenderedReport> {
  return (await rendererOf(known))(report)
}

/** Imports what draws reports of these claims. The function that it returns draws at once. */
export async function rendererOf(
  known: readonly ClaimPage[] = claims,
): Promise<(report: Report) => RenderedReport> {
  const { drawClaim } = await import('./figures/index.ts')
  const drawings = await Promise.all(known.map(drawingsOf))
  return report => {
    const checked = checkReport(report)
    const views = checked.claims.map(claim => {
      const at = known.findIndex(({ id }) => id === claim.id)
      const isOurs = claims.some(({ id }) => id === claim.id)
      return { page: known[at], isOurs, ...drawClaim(claim, drawings[at] ?? []) }
    })
    return { html: reportToHtml(checked, views), figures: views.flatMap(({ figures }) => figures) }
  }
}

const drawingsOf = async ({ figures = [] }: ClaimPage): Promise<readonly Drawing[]> =>
  typeof figures === 'function' ? (await figures()).figures : figures
