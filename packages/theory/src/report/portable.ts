/** The part of reports that runs anywhere, in a browser too. */

export type { Drawing, Figure } from '../drawing/figure.ts'
export { checkReport, type Environment, type Report } from '../schema/report.ts'
export { compareReports, type Difference } from './compare.ts'
export { claimsCsv, seriesCsv } from './csv.ts'
export { reportFromJson, reportToJson } from './json.ts'
export { type Recomputed, recomputeReport } from './recompute.ts'
export { type RenderedReport, renderReport } from './render.ts'
