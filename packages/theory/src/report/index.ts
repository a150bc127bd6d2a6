export * from './portable.ts'
export { csvFiles, readReport, redrawReport, writeCsv, writeReport } from './write.ts'
