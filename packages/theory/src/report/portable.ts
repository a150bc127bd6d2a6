/** What of reports runs anywhere, in a browser too. */

export type { Figure } from './figures/index.ts'
export { reportFromJson, reportToJson } from './json.ts'
export { type RenderedReport, renderReport } from './render.ts'
export { checkReport, type Environment, type Report } from './schema.ts'
