export * from './portable.ts'
export { readReport, redrawReport, writeCsv, writeReport } from './write.ts'
