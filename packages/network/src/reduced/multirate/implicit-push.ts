/**
 * The push of a linearly implicit step, in function space.
 *
 * In a step from time t to t + η the outputs of a block move by ΔF = −η K g, where g = ∂L/∂F and
 * K = J Jᵀ is the block's neural tangent kernel: with columns u_{v,r}[n] = Σ_{p∈P_v(X_n)} z_p
 * ReLU~'_{r,p} for the coefficients a[v,r], and the noise of different patches orthogonal,
 *
 *   K = Σ_{v,r} u_{v,r} u_{v,r}ᵀ + diag(d),  d_n = Σ_{r,p} ‖ξ_p‖² ReLU~'_{r,p}².
 *
 * The step takes the gradient g + θ S ΔF with the curvature S = diag(s), s_n = ∂²L/∂F(X_n)². So ηg
 * becomes Q with (I + θηSK) Q = ηg, and every neuron of the block, grown or not, is moved by the
 * same Q: ΔW = −Jᵀ Q. That is a linearly implicit θ step for the block with the others at rest. θ =
 * 1 is Euler's, θ = 1/2 is of second order but lets stiff modes oscillate. Here θ is fitted to the
 * exponential (`endWeight`): a mode e^{−xt} with x the trace of ηSK is followed exactly, and all
 * others, whose x is smaller, decay without a change of sign. The slopes ReLU~' are taken as they
 * are, so growth itself stays explicit.
 *
 * Neurons whose preactivations are all far below ϱ have columns near 0 and are left out of K.
 */

import { exp } from '@multiview/tensor/math'
import type { LimitStepShape } from '../../limit/step/plain.ts'
import type { BlockStep, Stages } from '../block-step/block-step.ts'

/**
 * A neuron counts in K from this share of ϱ on. The part of a smaller one is below this share to
 * the power 2(q − 1) of the part of a grown one.
 */
const leastShare = 0.1

export interface ImplicitPush {
  /**
   * Writes Q to the gradient of a stage, [samples, classes of the step], for the `push` and the
   * `rate` of the step: ∫ g dt over the step, in place of ηg, since others may have moved in it, and
   * η s_n, at least 0.
   *
   * @param largest of each neuron, at least about its largest preactivation.
   * @param stages where the slopes are those of the end of the first stage.
   */
  solve(largest: Float64Array, into: 'firstGradient' | 'secondGradient', stages?: Stages): void
  /**
   * Σ_n s_n K_nn per unit of `rate`, of the last `solve`: at least the largest eigenvalue of ηSK.
   */
  readonly stiffness: number
}

/**
 * @param copies for each class of the step, how many classes of the step are the same class of the
 * network; each takes its part.
 */
export const implicitPush = (
  { classes, neurons, threshold }: LimitStepShape,
  step: BlockStep,
  copies: ArrayLike<number>,
): ImplicitPush => {
  const { push, rate } = step.arrays
  /** The neurons of one class that count. */
  const grown: number[] = []
  let stiffness = 0
  return {
    get stiffness() {
      return stiffness
    },
    solve: (largest, into, stages) => {
      step.arrays[into].set(push)
      stiffness = 0
      for (let i = 0; i < classes; i++) {
        let isFree = true
        for (let at = i; at < rate.length && isFree; at += classes) isFree = !(rate[at] > 0)
        if (isFree) continue
        grown.length = 0
        for (let c = i * neurons; c < (i + 1) * neurons; c++)
          if (largest[c] > leastShare * threshold) grown.push(c)
        if (grown.length === 0) continue
        const trace = step.linearize(grown, { ofClass: i, copies: copies[i] }, stages)
        step.solve(i, copies[i] * endWeight(trace), into)
        stiffness += trace
      }
    },
  }
}

/**
 * θ, the weight of the gradient at the end of a step: 1/(1 + θx) is (1 − e^{−x})/x, the mean of
 * e^{−xt} over the step.
 *
 * @param x at least the largest eigenvalue of ηSK.
 */
export const endWeight = (x: number): number => (x < 1e-3 ? 0.5 + x / 12 : 1 / (1 - exp(-x)) - 1 / x)
