/** The states of the lab that the live figures begin with. */

import { firstState, type LabState } from './address.ts'
import type { DialValues } from './dials.ts'

const withValues = (values: Partial<DialValues>): LabState => ({
  ...firstState,
  values: { ...firstState.values, ...values },
  seed: 1,
})

/** So few classes that ten networks take about two seconds. */
export const liveState = withValues({ k: 6 })

/** The same for ten networks and a student. At fewer classes chance hides what a student learns. */
export const studentState = withValues({ k: 8 })

/**
 * For two networks, of which one teaches the other. The view that a student lacks has to win a race
 * too, which needs more neurons: on tuning seeds 5001 and 5002 students with 60 won 6 of 8 races.
 */
export const pairState = withValues({ k: 8, m: 60 })
