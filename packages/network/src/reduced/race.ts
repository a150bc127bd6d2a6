/** The race of the views along a run of the reduced model. */

import { copyOf, type Race } from '../descent/race.ts'
import type { ReducedModel } from './model.ts'
import { ownStrength } from './run.ts'

/**
 * Records Λ of every view before every `interval`-th step, after an earlier race. If `interval` is
 * 0, it records nothing.
 */
export const raceRecorder = (
  interval: number,
  model: Pick<ReducedModel, 'correlation'>,
  neurons: number,
  earlier: Race | null | undefined,
) => {
  const race = copyOf(earlier ?? { step: [], strength: [] })
  return {
    record: (step: number): void => {
      if (interval === 0 || step % interval !== 0) return
      race.step.push(step)
      race.strength.push(Array.from(ownStrength(model.correlation().own, neurons)))
    },
    /** The race so far; null if none is recorded. */
    soFar: (): Race | null => (interval === 0 ? null : copyOf(race)),
  }
}
