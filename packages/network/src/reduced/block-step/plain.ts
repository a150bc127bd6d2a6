/**
 * The passes of a block's move in plain TypeScript: the oracle of the WebAssembly kernel, its
 * documentation, and its fallback. They are compositions of the passes of a limit step
 * (limit/step/plain.ts); the kernel rounds every operation and orders every sum as they do.
 */

import { powerOf } from '../../activation/smoothed-relu.ts'
import { panelStart } from '../../limit/panels.ts'
import {
  advance,
  backward,
  classOf,
  forward,
  type LimitStepArrays,
  type LimitStepShape,
  measure,
  sizes,
} from '../../limit/step/plain.ts'
import { plainLimitStep } from '../../limit/step/step.ts'
import { plainKernel } from './plain-kernel.ts'

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

/** The passes in plain TypeScript. @throws RangeError as `checkBlock`. */
export const plainBlockStep = (shape: LimitStepShape): BlockStep => {
  checkBlock(shape)
  const { panels, lanes, rows } = sizes(shape)
  const { arrays: ofLimit } = plainLimitStep(shape)
  const { a, b, slope, outputs, outputGradient, largest, largestChange } = ofLimit
  const arrays: BlockStepArrays = {
    a,
    b,
    outputs,
    largest,
    firstGradient: outputGradient,
    secondGradient: new Float64Array(outputGradient.length),
    push: new Float64Array(outputGradient.length),
    rate: new Float64Array(outputGradient.length),
  }
  const measureAll = (): void => {
    for (let panel = 0; panel < panels; panel++) measure(shape, 'float64', ofLimit, panel)
  }
  const bringUp = (): void => {
    forward(shape, 'float64', ofLimit)
    measureAll()
  }
  const slopes = new Float64Array(slope.length)
  let chosen = new Float64Array(0)
  const kernel = plainKernel(shape, arrays)
  return {
    arrays,
    forward: bringUp,
    measure: () => {
      slopes.set(slope)
      backward(shape, 'float64', ofLimit)
      measureAll()
      slope.set(slopes)
      let most = 0
      for (let c = 0; c < largest.length; c++)
        if (largest[c] > 0) most = Math.max(most, largestChange[c] / largest[c])
      return most
    },
    linearize: (neurons, of, stages) => {
      if (chosen.length < neurons.length * rows) chosen = new Float64Array(2 * neurons.length * rows)
      neurons.forEach((c, at) => {
        if (stages) writeSlopesAhead(shape, ofLimit, stages, c, chosen.subarray(at * rows))
        else
          for (let p = 0, from = panelStart(c, rows); p < rows; p++, from += lanes)
            chosen[at * rows + p] = slope[from]
      })
      return kernel.linearize(chosen, neurons.length, of)
    },
    solve: kernel.solve,
    advance: (stages, last) => {
      backward(shape, 'float64', ofLimit)
      advanceWithSlopes(shape, ofLimit, stages)
      backward(shape, 'float64', { ...ofLimit, outputGradient: arrays.secondGradient })
      advance('float64', ofLimit, last)
      bringUp()
    },
  }
}

/** ReLU~' of neuron c where the first stage ends. */
const writeSlopesAhead = (
  shape: LimitStepShape,
  { a, b, slope, changeOfA, outputGradient }: LimitStepArrays,
  { first, further }: Stages,
  c: number,
  into: Float64Array,
): void => {
  const { classes, power, threshold, firstPatch, feature, weight, noiseSquared } = shape
  const { lanes, samples, rows, features } = sizes(shape)
  const perThreshold = 1 / threshold
  const toPower = powerOf(power - 1)
  for (let n = 0, at = panelStart(c, rows); n < samples; n++) {
    const gradient = outputGradient[n * classes + classOf(shape, c)]
    for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++, at += lanes) {
      const ofA = panelStart(c, features) + feature[p] * lanes
      const end = a[ofA] + first * changeOfA[ofA]
      const change = -(noiseSquared[p] * (gradient * slope[at]))
      const u = (end + further * changeOfA[ofA]) * weight[p] + (b[at] + first * change + further * change)
      const positive = u < 0 ? 0 : u
      into[p] = toPower((threshold < positive ? threshold : positive) * perThreshold)
    }
  }
}

/**
 * Moves the weights by the first stage, and writes the slopes further on. `changeOfA` becomes the a
 * of that place.
 */
const advanceWithSlopes = (
  shape: LimitStepShape,
  arrays: LimitStepArrays,
  { first, further }: Stages,
): void => {
  const { feature, weight, power, threshold } = shape
  const { a, b, slope, changeOfA } = arrays
  const { panels, lanes, rows, features } = sizes(shape)
  const perThreshold = 1 / threshold
  const toPower = powerOf(power - 1)
  advance('float64', arrays, first)
  for (let c = 0; c < changeOfA.length; c++) changeOfA[c] = a[c] + further * changeOfA[c]
  for (let panel = 0; panel < panels; panel++)
    for (let p = 0; p < rows; p++) {
      const z = weight[p]
      const aRow = (panel * features + feature[p]) * lanes
      const bRow = (panel * rows + p) * lanes
      for (let c = 0; c < lanes; c++) {
        const u = changeOfA[aRow + c] * z + (b[bRow + c] + further * slope[bRow + c])
        const positive = u < 0 ? 0 : u
        slope[bRow + c] = toPower((threshold < positive ? threshold : positive) * perThreshold)
      }
    }
}
