/** Records the strengths of the views along a run of unknown length, at most some hundreds of times. */

export interface Recorded {
  readonly step: readonly number[]
  /** Λ [2k] at each of these steps. */
  readonly strength: readonly Float64Array[]
}

/** A record that is longer keeps every other step, and its stride doubles. */
const most = 600
/** Steps that are noted between two calls of `report`. */
const reportEvery = 100

/** @param report is called along the run with all that is recorded so far. */
export const recorder = (report?: (all: Recorded) => void) => {
  let stride = 1
  let step: number[] = []
  let strength: Float64Array[] = []
  let last: readonly [number, Float64Array] | null = null
  let noted = 0
  const all = (): Recorded => {
    const misses = last !== null && last[0] !== step.at(-1)
    return {
      step: misses ? [...step, last![0]] : [...step],
      strength: misses ? [...strength, last![1]] : [...strength],
    }
  }
  return {
    note: (at: number, strengthNow: () => Float64Array): void => {
      // The last state is kept as well, whatever the stride.
      last = [at, strengthNow()]
      if (at % stride === 0) {
        step.push(at)
        strength.push(last[1])
      }
      if (step.length > most) {
        stride *= 2
        const isKept = (_: unknown, index: number): boolean => index % 2 === 0
        step = step.filter(isKept)
        strength = strength.filter(isKept)
      }
      if (++noted % reportEvery === 0) report?.(all())
    },
    all,
  }
}
