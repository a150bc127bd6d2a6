/** A command that was read and checked, and has not done anything yet. */
export interface Chosen {
  readonly verb: 'verify' | 'train' | 'sweep' | 'report' | 'info' | 'help'
  /** Does it; gives the exit status. */
  run(): Promise<number> | number
}

/** How a verb hands over what was chosen. */
export type Choose = (chosen: Chosen) => void
