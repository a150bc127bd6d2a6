/** Records the strengths of the views along a run of unknown length, some hundreds of times. */

export interface Recorded {
  readonly step: readonly number[]
  /** Λ [2k] at each of these steps. */
  readonly strength: readonly Float64Array[]
}

/** A record that is longer keeps every other step, and its stride doubles. */
const most = 400
/** Steps between two calls of `report`. */
const reportEvery = 100

/** @param report is called along the run with all that is recorded so far. */
export const recorder = (report?: (soFar: Recorded) => void) => {
  let stride = 1
  let step: number[] = []
  let strength: Float64Array[] = []
  return {
    note: (at: number, strengthNow: () => Float64Array): void => {
      if (at % stride === 0) {
        step.push(at)
        strength.push(strengthNow())
      }
      if (step.length > most) {
        stride *= 2
        const isKept = (_: unknown, index: number): boolean => index % 2 === 0
        step = step.filter(isKept)
        strength = strength.filter(isKept)
      }
      if (at > 0 && at % reportEvery === 0) report?.({ step: [...step], strength: [...strength] })
    },
    /** The whole record, with the end of the run. */
    ended: (run: { readonly steps: number; readonly strength: Float64Array }): Recorded =>
      step.at(-1) === run.steps
        ? { step, strength }
        : { step: [...step, run.steps], strength: [...strength, run.strength] },
  }
}
