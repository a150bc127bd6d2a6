import type { Op } from '../packages/tensor/src/trace/apply.ts'

export interface Sources {
  /** The table of ops. */
  readonly ops: readonly Pick<Op<never>, 'name' | 'dtypes' | 'derivative' | 'batch'>[]
  /** The main entry. */
  readonly main: object
  /** The entry array-api. */
  readonly xp: object
}
/** The text of FEATURES.md. */
export const features: (sources: Sources) => string
