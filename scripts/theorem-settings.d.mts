/** A theorem's claim as a report has it. */
export interface Theorem {
  readonly id: string
  readonly preset: string
  readonly regime: string | undefined
  readonly setting: object
  /** Sentences on where the setting departs from the paper. */
  readonly departures: readonly string[]
}
export const theoremIds: readonly string[]
export const settingsOfTheorem: (theorem: Omit<Theorem, 'id'>) => string
export const settingsOfTheorems: (theorems: readonly Omit<Theorem, 'departures'>[]) => string
export const settingsTogether: (theorems: readonly Theorem[]) => string
