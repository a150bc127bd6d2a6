/**
 * Claims, statistics and reports on the theory of ensembles and distillation (Allen-Zhu and Li,
 * ICLR 2023).
 */

export { environmentOf } from './environment.ts'
export { decode, encode } from './plan/encoding.ts'
export { workerPool } from './plan/pool.ts'
export { fileStore } from './plan/store.ts'
export * from './portable.ts'
export { readReport, redrawReport, writeReport } from './report/index.ts'
export { version } from './version.ts'
