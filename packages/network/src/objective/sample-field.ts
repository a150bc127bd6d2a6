/**
 * The gradient that training follows, one sample at a time: that of the cross-entropy, for a
 * student together with (4.4) of arXiv 2012.09816.
 */

import { crossEntropyTerm } from './cross-entropy.ts'
import { distillationTerm } from './distillation.ts'
import type { Objective } from './objective.ts'
import { type OutputLayout, relaid } from './output-layout.ts'
import { type SampleTerm, sampleWise } from './sample-wise.ts'

export interface SampleField {
  /** Whether the gradient is that of its values. */
  readonly isGradient: boolean
  /** The labels, if the field is their cross-entropy: for kernels that compute the same. */
  readonly label?: Int32Array
  /**
   * Writes ∂L/∂F_i(X_n) into the slots of sample n and into its rest, and its slope ∂²L/∂F_i(X_n)²
   * ≥ 0 into the slots.
   *
   * @param first where the sample's slots begin in the arrays.
   * @param restAt where its rest is; beyond the arrays if it has none.
   * @returns the sample's term; L is the mean of all.
   */
  evaluate(
    n: number,
    outputs: Float64Array,
    gradient: Float64Array,
    curvature: Float64Array,
    first: number,
    restAt: number,
  ): number
}

/** Makes a field for outputs in a layout. */
export type FieldIn = (layout: OutputLayout) => SampleField

/** The cross-entropy with these labels. */
export const fieldOfLabels =
  (label: Int32Array): FieldIn =>
  layout => ({
    ...weightedTerms(layout, [[1, crossEntropyTerm(label, layout.classes, layout)]], true),
    label,
  })

/** The settings of (4.4). */
interface DistillationStep {
  readonly temperature: number
  readonly distillationRate: number
  readonly mask: 'kept' | 'none'
}

/**
 * The cross-entropy plus `distillationRate` times the distillation (4.4).
 *
 * @param teacher its outputs, scaled by Θ~(1), in `teacherLayout`.
 */
export const fieldOfTeacher =
  (
    label: Int32Array,
    teacherLayout: OutputLayout,
    teacher: Float64Array,
    { temperature, distillationRate, mask }: DistillationStep,
  ): FieldIn =>
  layout =>
    weightedTerms(
      layout,
      [
        [1, crossEntropyTerm(label, layout.classes, layout)],
        [
          distillationRate,
          distillationTerm(layout, relaid(teacherLayout, teacher, layout), {
            temperature,
            masked: mask === 'kept',
          }),
        ],
      ],
      false,
    )

/** A field as the mean of its values over the samples. */
export const objectiveOf = (layout: OutputLayout, field: SampleField): Objective => {
  let curvature = new Float64Array(0)
  return sampleWise(layout, (n, outputs, gradient, _, first, restAt) => {
    if (curvature.length !== gradient.length) curvature = new Float64Array(gradient.length)
    return field.evaluate(n, outputs, gradient, curvature, first, restAt)
  })
}

/** A sum of terms, each times its weight; writes the gradient and the curvature of the sum. */
export const weightedTerms = (
  layout: OutputLayout,
  terms: readonly (readonly [weight: number, term: SampleTerm])[],
  isGradient: boolean,
): SampleField => {
  const [[firstWeight, firstTerm], ...others] = terms
  let gradientOfTerm = new Float64Array(0)
  let curvatureOfTerm = new Float64Array(0)
  if (firstWeight === 1 && others.length === 0) return { isGradient, evaluate: firstTerm }
  return {
    isGradient,
    evaluate: (n, outputs, gradient, curvature, first, restAt) => {
      if (gradientOfTerm.length !== gradient.length) {
        gradientOfTerm = new Float64Array(gradient.length)
        curvatureOfTerm = new Float64Array(gradient.length)
      }
      const end = first + layout.firstSlot[n + 1] - layout.firstSlot[n]
      const hasRest = restAt < gradient.length
      let value = firstWeight * firstTerm(n, outputs, gradient, curvature, first, restAt)
      if (firstWeight !== 1) {
        for (let at = first; at < end; at++) {
          gradient[at] *= firstWeight
          curvature[at] *= firstWeight
        }
        if (hasRest) gradient[restAt] *= firstWeight
      }
      for (const [weight, term] of others) {
        value += weight * term(n, outputs, gradientOfTerm, curvatureOfTerm, first, restAt)
        for (let at = first; at < end; at++) {
          gradient[at] += weight * gradientOfTerm[at]
          curvature[at] += weight * curvatureOfTerm[at]
        }
        if (hasRest) gradient[restAt] += weight * gradientOfTerm[restAt]
      }
      return value
    },
  }
}
