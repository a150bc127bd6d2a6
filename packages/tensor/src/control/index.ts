/** The public names of `control/`: loops and branches that transforms see as one op. */

export { type ScanOptions, scan } from './scan.ts'
