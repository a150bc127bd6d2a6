/** States kept at steps spread over a run of unknown length. */

/** The least number of steps kept together with their successors; a shorter run keeps all. */
const fewest = 8

export interface Snapshots<S> {
  /**
   * To be called before every step and once at the end; `take` returns the state and is called only
   * if the state is kept.
   */
  offer(step: number, take: () => S): void
  /**
   * The steps kept and the states before them, in order. Every other one, at least, is followed by
   * its successor.
   */
  kept(): { readonly steps: number[]; readonly states: S[] }
}

/**
 * Keeps the state before every step that is a multiple of a stride, and before its successor. The
 * stride doubles as the run continues, so that between 8 and 16 such pairs are held; a run of fewer
 * than 16 steps is kept whole.
 */
export const spreadSnapshots = <S>(): Snapshots<S> => {
  const states = new Map<number, S>()
  let stride = 1
  const isWanted = (step: number): boolean => step % stride === 0 || (step > 0 && (step - 1) % stride === 0)
  return {
    offer: (step, take) => {
      if (step === 2 * fewest * stride) {
        stride *= 2
        for (const other of states.keys()) if (!isWanted(other)) states.delete(other)
      }
      if (isWanted(step)) states.set(step, take())
    },
    kept: () => {
      // The last state starts no pair: nothing follows it.
      const steps = [...states.keys()].filter(step => states.has(step + 1) || states.has(step - 1))
      return { steps, states: steps.map(step => states.get(step) as S) }
    },
  }
}
