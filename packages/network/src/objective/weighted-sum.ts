/** A sum of objectives: the cross-entropy and η'/η times a distillation, for instance. */

import type { Objective } from './objective.ts'

export const weightedSum = (
  terms: readonly (readonly [weight: number, objective: Objective])[],
): Objective => {
  let one = new Float64Array(0)
  return {
    evaluate(outputs, outputGradient) {
      if (one.length !== outputGradient.length) one = new Float64Array(outputGradient.length)
      outputGradient.fill(0)
      let value = 0
      for (const [weight, objective] of terms) {
        value += weight * objective.evaluate(outputs, one)
        for (let at = 0; at < one.length; at++) outputGradient[at] += weight * one[at]
      }
      return value
    },
  }
}
