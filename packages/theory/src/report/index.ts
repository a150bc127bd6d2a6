export { reportFromJson, reportToJson } from './json.ts'
export { checkReport, type Environment, type Report } from './schema.ts'
