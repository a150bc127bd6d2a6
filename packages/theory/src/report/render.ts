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
 * Draws the page and the figures: the same report gives the same bytes. Loads the libraries that
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
  const checked = checkReport(report)
  const pages = checked.claims.map(({ id }) => known.find(page => page.id === id))
  const { drawClaim } = await import('./figures/index.ts')
  const drawings = await Promise.all(pages.map(drawingsOf))
  const views = checked.claims.map((claim, i) => ({ page: pages[i], ...drawClaim(claim, drawings[i]) }))
  return { html: reportToHtml(checked, views), figures: views.flatMap(({ figures }) => figures) }
}

const drawingsOf = async (page: ClaimPage | undefined): Promise<readonly Drawing[]> => {
  const figures = page?.figures ?? []
  return typeof figures === 'function' ? (await figures()).figures : figures
}
