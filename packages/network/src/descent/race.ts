/** The race of the views: their strengths along a run. */

/** Strengths Λ_{i,ℓ} of every view before chosen steps. */
export interface Race {
  readonly step: number[]
  /** [steps, V·k]: Λ of view ℓ of class i at V·i + ℓ − 1. */
  readonly strength: number[][]
}

/**
 * Records Λ of every view before every `interval`-th step, after an earlier race. If `interval` is
 * 0, it records nothing.
 *
 * @param strength computes the present Λ, [V·k].
 */
export const raceRecorder = (interval: number, strength: () => Float64Array, earlier?: Race | null) => {
  const race: Race = { step: [...(earlier?.step ?? [])], strength: [...(earlier?.strength ?? [])] }
  return {
    record: (step: number): void => {
      if (interval === 0 || step % interval !== 0) return
      race.step.push(step)
      race.strength.push(Array.from(strength()))
    },
    /** A copy of the race so far; null if none is recorded. */
    soFar: (): Race | null =>
      interval === 0 ? null : { step: [...race.step], strength: [...race.strength] },
  }
}
