export type { Figure } from './figures/index.ts'
export { reportFromJson, reportToJson } from './json.ts'
export { checkReport, type Environment, type Report } from './schema.ts'
export { type RenderedReport, readReport, redrawReport, renderReport, writeReport } from './write.ts'
