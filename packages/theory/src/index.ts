/** Claims, statistics and reports on the theory of Allen-Zhu and Li, arXiv 2012.09816. */

export { environmentOf } from './environment.ts'
export { decode, encode } from './plan/encoding.ts'
export { workerPool } from './plan/pool.ts'
export { fileStore } from './plan/store.ts'
export * from './portable.ts'
export { readReport, redrawReport, writeReport } from './report/index.ts'
export { version } from './version.ts'
