export * from './portable.ts'
export { readReport, redrawReport, writeReport } from './write.ts'
