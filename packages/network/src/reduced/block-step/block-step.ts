/** The step of a block: its arrays, and the passes that a move takes. */

import { type LimitStepShape, sizes } from '../../limit/step/plain.ts'

export interface BlockStepArrays {
  /** a, [panels, features, 10]. */
  readonly a: Float64Array
  /** b, [panels, Q, 10]. */
  readonly b: Float64Array
  /** F, [N, classes of the step], at the weights. */
  readonly outputs: Float64Array
  /** The gradients of the outputs in the two stages of a move, [N, classes of the step]. */
  readonly firstGradient: Float64Array
  readonly secondGradient: Float64Array
  /** What `linearize` and `solve` take: ∫ ∂L/∂F dt and η ∂²L/∂F², [N, classes of the step]. */
  readonly push: Float64Array
  readonly rate: Float64Array
  /** Largest |preactivation| of each neuron, [panels, 10], at the weights. */
  readonly largest: Float64Array
}

/**
 * The two stages of a move. The first takes weights w to w + first·Δ₁, with Δ₁ the change at unit
 * step by `firstGradient` at the slopes ReLU~' of w. The second adds last·Δ₂, with Δ₂ the change by
 * `secondGradient` at the slopes of w + (first + further)·Δ₁.
 */
export interface Stages {
  readonly first: number
  readonly further: number
}

/** One class of a block, and how often `rate` counts there. */
export interface OfClass {
  readonly ofClass: number
  readonly copies: number
}

/** A block of one class, or of ten single neurons of a panel, each a class of the step. */
export interface BlockStep {
  readonly arrays: BlockStepArrays
  /** Brings `outputs`, `largest` and the slopes up to the weights. */
  forward(): void
  /**
   * Finds the change of a by `firstGradient`; gives the largest relative change of a preactivation
   * of a neuron, max |change|/`largest`, at unit step. Moves nothing.
   */
  measure(): number
  /**
   * Finds the kernel K = UUᵀ + diag(d) of a class, of some of its neurons: for each feature v and
   * neuron r a column of U, u[n] = Σ_{p∈P_v(X_n)} z_p ReLU~'_{r,p}, and d_n = Σ_{r,p} ‖ξ_p‖²
   * ReLU~'_{r,p}². The slopes are those of the weights or, after `measure`, of where the first stage
   * ends.
   *
   * @returns the trace of EK, where E is the diagonal of `rate` times `copies`.
   */
  linearize(neurons: readonly number[], of: OfClass, stages?: Stages): number
  /**
   * Writes the Q of (I + wE(UUᵀ + diag(d))) Q = `push` to the gradient of a stage, after
   * `linearize` with at least one neuron; E is the diagonal of `rate`, w the weight. It solves by the
   * formula of Woodbury.
   */
  solve(ofClass: number, weight: number, into: 'firstGradient' | 'secondGradient'): void
  /** Moves the weights by both stages, after `measure`, and brings everything up to them. */
  advance(stages: Stages, last: number): void
}

/** @throws RangeError for other classes than one class or single neurons that fill one panel. */
export const checkBlock = (shape: LimitStepShape): void => {
  const { classes, neurons } = shape
  const { lanes } = sizes(shape)
  if (classes !== 1 && !(neurons === 1 && classes === lanes))
    throw new RangeError(
      `block step: ${classes} classes of ${neurons} neurons; take one class, or ${lanes} of one neuron each`,
    )
}
