/** The public names of `control/`: loops and branches that transforms see as one op. */

export { type AssociativeScanOptions, associativeScan } from './associative-scan.ts'
export { cond } from './cond.ts'
export { foriLoop } from './fori-loop.ts'
export { type ScanOptions, scan } from './scan.ts'
export { whileLoop } from './while-loop.ts'
