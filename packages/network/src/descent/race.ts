/** The race of the views: their strengths along a run. */

import { featureCount } from '../data/features.ts'
import { viewStrength } from '../lottery/view-strength.ts'
import type { Watched } from './watched.ts'

/** Strengths Λ_{i,ℓ} of every view before chosen steps. */
export interface Race {
  readonly step: number[]
  /** [steps, V·k]: Λ of view ℓ of class i at V·i + ℓ − 1. */
  readonly strength: number[][]
}

/** A copy of the race so far. */
export const copyOf = ({ step, strength }: Race): Race => ({ step: [...step], strength: [...strength] })

/** Adds the present strengths to the race. */
export const note = (race: Race, step: number, watched: Watched): void => {
  const a = watched.featureCorrelation()
  const { classes } = watched
  race.step.push(step)
  race.strength.push(Array.from(viewStrength(a, classes, a.length / (featureCount(watched) * classes))))
}
