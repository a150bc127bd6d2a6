import { checkReport, type Report } from '../schema/report.ts'
import { type Figure, figuresOf } from './figures/index.ts'
import { reportToHtml } from './html.ts'

/** The files of a report, as texts. */
export interface RenderedReport {
  html: string
  figures: Figure[]
}

/** Draws the page and the figures from the report alone: the same report gives the same bytes. */
export function renderReport(report: Report): RenderedReport {
  const checked = checkReport(report)
  const figures = checked.claims.map(figuresOf)
  return { html: reportToHtml(checked, figures), figures: figures.flat() }
}
