/**
 * The gradient that descent follows, one sample at a time: of the cross-entropy, for a student
 * together with (4.4).
 */

import type { OutputLayout } from '../../objective/output-layout.ts'
import type { SampleTerm } from '../../objective/sample-wise.ts'

/** A sum of terms, each times its weight; writes the gradient and the curvature of the sum. */
export const weightedTerms = (
  layout: OutputLayout,
  terms: readonly (readonly [weight: number, term: SampleTerm])[],
): SampleField => {
  const [[firstWeight, firstTerm], ...others] = terms
  let gradientOfTerm = new Float64Array(0)
  let curvatureOfTerm = new Float64Array(0)
  return {
    evaluate: (n, outputs, gradient, curvature) => {
      if (gradientOfTerm.length !== gradient.length) {
        gradientOfTerm = new Float64Array(gradient.length)
        curvatureOfTerm = new Float64Array(gradient.length)
      }
      let value = firstWeight * firstTerm(n, outputs, gradient, curvature)
      if (firstWeight === 1 && others.length === 0) return value
      const first = layout.firstSlot[n]
      const end = layout.firstSlot[n + 1]
      const rest = layout.slotClass.length + n
      const hasRest = rest < gradient.length
      for (let at = first; at < end; at++) {
        gradient[at] *= firstWeight
        curvature[at] *= firstWeight
      }
      if (hasRest) gradient[rest] *= firstWeight
      for (const [weight, term] of others) {
        value += weight * term(n, outputs, gradientOfTerm, curvatureOfTerm)
        for (let at = first; at < end; at++) {
          gradient[at] += weight * gradientOfTerm[at]
          curvature[at] += weight * curvatureOfTerm[at]
        }
        if (hasRest) gradient[rest] += weight * gradientOfTerm[rest]
      }
      return value
    },
  }
}

export interface SampleField {
  /**
   * Writes ∂L/∂F_i(X_n) into the slots of sample n and into its rest, and its slope ∂²L/∂F_i(X_n)²
   * ≥ 0 into the slots.
   *
   * @returns the sample's term; L is the mean of all.
   */
  evaluate(n: number, outputs: Float64Array, gradient: Float64Array, curvature: Float64Array): number
}
