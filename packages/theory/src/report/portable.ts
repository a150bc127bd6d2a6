/** What of reports runs anywhere, in a browser too. */

export { checkReport, type Environment, type Report } from '../schema/report.ts'
export type { Figure } from './figures/index.ts'
export { reportFromJson, reportToJson } from './json.ts'
export { type RenderedReport, renderReport } from './render.ts'
