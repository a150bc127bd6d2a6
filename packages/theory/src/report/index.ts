export * from './portable.ts'
export { readReport } from './read.ts'
export { redrawReport, writeBibtex, writeCsv, writeLatex, writeReport } from './write.ts'
