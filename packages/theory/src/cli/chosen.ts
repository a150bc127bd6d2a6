import type { Settings } from '@multiview/network'

/** A command that was read and checked, and has not done anything yet. */
export interface Chosen {
  readonly verb: 'verify' | 'train' | 'sweep' | 'report' | 'info' | 'help'
  /** The settings of all models that it would train, of each claim or cell; none for a command that trains nothing. */
  readonly settings: readonly Settings[]
  /** Does it; gives the exit status. */
  run(): Promise<number> | number
}

/** How a verb hands over what was chosen. */
export type Choose = (chosen: Chosen) => void
