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
import { type LimitStepShape, sizes } from '../../limit/step/plain.ts'

/**
 * A neuron counts in K from this share of ϱ on. The part of a smaller one is below this share to
 * the power 2(q − 1) of the part of a grown one.
 */
const leastShare = 0.1

export interface ImplicitPush {
  /**
   * Writes Q, [samples, classes of the step].
   *
   * @param slopesOf gives ReLU~' of some neurons on all patches, [neurons, patches].
   * @param push ∫ g dt over the step, in place of ηg: others may have moved in it.
   * @param rate η s_n, at least 0.
   * @param largest of each neuron, at least about its largest preactivation.
   */
  solve(
    slopesOf: (neurons: readonly number[]) => Float64Array,
    push: Float64Array,
    rate: Float64Array,
    largest: Float64Array,
    into: Float64Array,
  ): void
  /**
   * Σ_n s_n K_nn per unit of `rate`, of the last `solve`: at least the largest eigenvalue of ηSK.
   */
  readonly stiffness: number
}

/**
 * @param copies for each class of the step, how many classes of the step are the same class of the
 * network; each takes its part.
 */
export const implicitPush = (shape: LimitStepShape, copies: ArrayLike<number>): ImplicitPush => {
  const { classes, neurons, firstPatch, feature, weight, noiseSquared, threshold } = shape
  const { rows, samples } = sizes(shape)
  const views = feature.reduce((most, v) => Math.max(most, v), 0) + 1
  const ofNoise = new Float64Array(samples)
  /** The neurons of one class that count. */
  const grown: number[] = []
  let system = new Float64Array(0)
  /** U, [samples, width]. */
  let columns = new Float64Array(0)
  let stiffness = 0

  /** Writes the columns of the neurons that count, and d. */
  const writeColumns = (slopes: Float64Array, width: number): void => {
    columns.fill(0, 0, samples * width)
    for (let n = 0, first = 0; n < samples; n++) {
      let noise = 0
      for (let g = 0; g < grown.length; g++, first += views)
        for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++) {
          const rise = slopes[g * rows + p]
          if (rise === 0) continue
          columns[first + feature[p]] += weight[p] * rise
          noise += noiseSquared[p] * rise * rise
        }
      ofNoise[n] = noise
    }
  }

  return {
    get stiffness() {
      return stiffness
    },
    solve: (slopesOf, push, rate, largest, into) => {
      into.set(push)
      stiffness = 0
      for (let i = 0; i < classes; i++) {
        let isFree = true
        for (let at = i; at < rate.length && isFree; at += classes) isFree = !(rate[at] > 0)
        if (isFree) continue
        grown.length = 0
        for (let c = i * neurons; c < (i + 1) * neurons; c++)
          if (largest[c] > leastShare * threshold) grown.push(c)
        const width = grown.length * views
        if (width === 0) continue
        if (columns.length < samples * width) columns = new Float64Array(2 * samples * width)
        if (system.length < (width + 1) * width) system = new Float64Array(4 * (width + 1) * width)
        writeColumns(slopesOf(grown), width)
        const of = { at: i, of: classes, copies: copies[i] }
        stiffness += solveClass(columns, width, ofNoise, push, rate, of, system, into)
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

/**
 * Solves (I + θE(UUᵀ + diag(d))) Q = P by the formula of Woodbury, E = diag(η s); gives the trace
 * of E(UUᵀ + diag(d)).
 */
const solveClass = (
  columns: Float64Array,
  width: number,
  ofNoise: Float64Array,
  push: Float64Array,
  rate: Float64Array,
  { at, of: classes, copies }: { readonly at: number; readonly of: number; readonly copies: number },
  system: Float64Array,
  into: Float64Array,
): number => {
  const samples = ofNoise.length
  let trace = 0
  for (let n = 0, slot = at; n < samples; n++, slot += classes) {
    const e = copies * rate[slot]
    if (e === 0) continue
    let square = ofNoise[n]
    for (let c = n * width; c < (n + 1) * width; c++) square += columns[c] * columns[c]
    trace += e * square
  }
  const weight = copies * endWeight(trace)
  // The matrix I + Uᵀ (I + E diag(d))⁻¹ E U in rows 0 to width − 1, the right side in the row after
  // them.
  const right = width * width
  system.fill(0, 0, right + width)
  for (let n = 0, slot = at; n < samples; n++, slot += classes) {
    const e = weight * rate[slot]
    if (e === 0 && push[slot] === 0) continue
    const shrink = 1 / (1 + e * ofNoise[n])
    const of = n * width
    for (let c = 0; c < width; c++) {
      const u = columns[of + c]
      if (u === 0) continue
      system[right + c] += u * push[slot] * shrink
      const row = c * width
      const scaled = e * shrink * u
      for (let d = 0; d <= c; d++) system[row + d] += scaled * columns[of + d]
    }
  }
  for (let c = 0; c < width; c++) system[c * width + c] += 1
  choleskySolve(system, width)
  for (let n = 0, slot = at; n < samples; n++, slot += classes) {
    const e = weight * rate[slot]
    let known = push[slot]
    if (e > 0) for (let c = 0; c < width; c++) known -= e * columns[n * width + c] * system[right + c]
    into[slot] = known / (1 + e * ofNoise[n])
  }
  return trace
}

/**
 * Solves a symmetric positive definite system in place: its lower half becomes its Cholesky factor,
 * and the row after the matrix, the right side, becomes the solution.
 */
const choleskySolve = (system: Float64Array, width: number): void => {
  const right = width * width
  for (let i = 0; i < width; i++) {
    const row = i * width
    for (let j = 0; j < i; j++) {
      const other = j * width
      let sum = system[row + j]
      for (let l = 0; l < j; l++) sum -= system[row + l] * system[other + l]
      system[row + j] = sum / system[other + j]
    }
    let diagonal = system[row + i]
    for (let l = 0; l < i; l++) diagonal -= system[row + l] * system[row + l]
    system[row + i] = Math.sqrt(diagonal)
    let sum = system[right + i]
    for (let l = 0; l < i; l++) sum -= system[row + l] * system[right + l]
    system[right + i] = sum / system[row + i]
  }
  for (let i = width - 1; i >= 0; i--) {
    let sum = system[right + i]
    for (let l = i + 1; l < width; l++) sum -= system[l * width + i] * system[right + l]
    system[right + i] = sum / system[i * width + i]
  }
}
