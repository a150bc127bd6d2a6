/** A theorem's claim as a report has it. */
export interface Theorem {
  readonly id: string
  readonly preset: string
  readonly regime: string | undefined
  readonly setting: object
}
export const theoremIds: readonly string[]
export const settingsOfTheorem: (theorem: Omit<Theorem, 'id'>) => string
export const settingsOfTheorems: (theorems: readonly Theorem[]) => string
export const wrapped: (text: string, indent?: string) => string
