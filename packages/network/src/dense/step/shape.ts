/** The arguments and the result of a dense step. */
import type { FloatArray } from '@multiview/tensor/kernels'

/** N samples of P patches of d numbers; k classes of m neurons. */
export interface DenseShape {
  readonly samples: number
  readonly patches: number
  readonly dimension: number
  readonly classes: number
  readonly neurons: number
}

/** The smoothed ReLU: its power q ≥ 2 and its threshold ϱ > 0. */
export interface DenseActivation {
  readonly power: number
  readonly threshold: number
}

/**
 * Writes the gradient of an objective with respect to the outputs of `count` samples from number
 * `first` on. `outputs` and `gradient` are [count, k] and are valid during the call only; blocks
 * come in order, each sample once.
 */
export type OutputGradient = (outputs: FloatArray, gradient: FloatArray, first: number, count: number) => void

export interface DenseStep {
  /** F, [N, k]. */
  readonly outputs: FloatArray
  /** dW, [k, m, d]; null if no gradient was asked for. */
  readonly gradient: FloatArray | null
}
