/** The state of the lab that the live figures begin with. */

import { firstState, type LabState } from './address.ts'

/** So few classes that ten networks take about two seconds. */
export const liveState: LabState = { ...firstState, values: { ...firstState.values, k: 6 }, seed: 1 }
