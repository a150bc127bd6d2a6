/**
 * Models that are linear in their weights, F = ⟨θ, Φ(X)⟩ with features Φ that training does not
 * change: the paper's kernel or random-feature regime. A map holds the features (tangent.ts).
 */

import type { Model } from '../descent/model.ts'

/** The linear map from weights θ to the outputs on some samples, and its transpose. */
export interface FeatureMap {
  /** k. */
  readonly classes: number
  /** N. */
  readonly size: number
  /** The length of θ. */
  readonly weights: number
  /** Writes F [N, k] at the weights θ. */
  apply(theta: Float64Array, outputs: Float64Array): void
  /** Writes ∂L/∂θ for ∂L/∂F [N, k]: the transpose of `apply`. */
  transpose(outputGradient: Float64Array, gradient: Float64Array): void
}

/** A linear model and the weights that its training moves. */
export interface LinearModel extends Model {
  /** A copy of the present θ. */
  weights(): Float64Array
}

/**
 * The model at θ = 0, where all outputs are 0. A change of θ changes the outputs by the map of that
 * change, so a step takes one forward and one backward pass.
 *
 * Its neurons do not change, and its outputs start at 0, so a relative change is not defined. Its
 * `relativeStep` is the step at which some output on the training set changes by 1.
 */
export const linearModel = (map: FeatureMap): LinearModel => {
  const { classes, size } = map
  const theta = new Float64Array(map.weights)
  const change = new Float64Array(map.weights)
  const outputs = new Float64Array(size * classes)
  const changeOfOutputs = new Float64Array(size * classes)
  return {
    classes,
    size,
    weights: () => theta.slice(),
    outputs: () => outputs.slice(),
    backward: outputGradient => {
      map.transpose(outputGradient, change)
      for (let j = 0; j < change.length; j++) change[j] = -change[j]
      map.apply(change, changeOfOutputs)
    },
    relativeStep: () => 1 / changeOfOutputs.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    advance: step => {
      for (let j = 0; j < theta.length; j++) theta[j] += step * change[j]
      for (let at = 0; at < outputs.length; at++) outputs[at] += step * changeOfOutputs[at]
    },
  }
}
