export * from './portable.ts'
export { readReport } from './read.ts'
export { redrawReport, writeCsv, writeReport } from './write.ts'
