import type { ClaimPage } from '../claims/claim.ts'
import { claims } from '../claims/index.ts'
import type { Figure } from '../drawing/figure.ts'
import { checkReport, type Report } from '../schema/report.ts'
import { drawClaim } from './figures/index.ts'
import { reportToHtml } from './html.ts'

/** The files of a report, as texts. */
export interface RenderedReport {
  html: string
  figures: Figure[]
}

/**
 * Draws the page and the figures: the same report gives the same bytes.
 *
 * @param known the figures, explanations and labels of claims, by their ids; a claim of the report
 *   that is not among them gets plain figures
 * @throws TypeError if the report does not follow the format
 */
export function renderReport(report: Report, known: readonly ClaimPage[] = claims): RenderedReport {
  const checked = checkReport(report)
  const views = checked.claims.map(claim => {
    const page = known.find(({ id }) => id === claim.id)
    return { page, ...drawClaim(claim, page?.figures ?? []) }
  })
  return { html: reportToHtml(checked, views), figures: views.flatMap(({ figures }) => figures) }
}
