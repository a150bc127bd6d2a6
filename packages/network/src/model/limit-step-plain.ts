/**
 * The passes of one step of the limit model in plain TypeScript: the oracle of the WebAssembly kernel, its
 * documentation, and its stand-in where WebAssembly is missing. Both round every operation alike and sum in the order
 * of these loops: outputs over the patches of a sample, neuron by neuron; the change of a over samples and patches.
 *
 * Neurons are independent of each other within a pass, so arrays are cut into panels of ten neurons: [panel][row][10].
 * A pass goes through one panel at a time, reads it from front to back, and keeps the panel's sums in registers.
 */

import { integerPower, unitPower } from './smoothed-relu.ts'

/** Neurons of a panel: even, and enough that what a pass does once a patch weighs little. */
export const lanes = 10

/** What a step works on. */
export interface LimitStepShape {
  readonly classes: number
  /** m, the neurons of one class. */
  readonly neurons: number
  readonly power: number
  readonly threshold: number
  readonly firstPatch: Int32Array
  readonly feature: Int32Array
  readonly weight: Float64Array
  /** [Q] ‖ξ_p‖². */
  readonly noiseSquared: Float64Array
}

export interface LimitStepArrays {
  /** a, [panels, 2k, 10]. */
  readonly a: Float64Array
  /** b, [panels, Q, 10]. */
  readonly b: Float64Array
  /** ReLU~' of each preactivation, [panels, Q, 10], after `forward`; −‖ξ‖²g, the change of b at unit step, after `backward`. */
  readonly slope: Float64Array
  /** Change of a at unit step, [panels, 2k, 10]. */
  readonly changeOfA: Float64Array
  /** F, [N, k], written by `forward`. */
  readonly outputs: Float64Array
  /** ∂L/∂F, [N, k], read by `backward`. */
  readonly outputGradient: Float64Array
  /** Largest |change of b at unit step| of each neuron, [panels, 10], after `backward`. */
  readonly largestNoiseChange: Float64Array
  /** Largest |preactivation| of each neuron, [panels, 10]; `measure` writes one panel. */
  readonly largest: Float64Array
  /** Largest |change of a preactivation at unit step| of each neuron, [panels, 10]; `measure` writes one panel. */
  readonly largestChange: Float64Array
}

/** A step, whichever kernel computes its passes. */
export interface LimitStep {
  readonly arrays: LimitStepArrays
  forward(): void
  backward(): void
  measure(panel: number): void
  advance(step: number): void
  /** `advance` and then `forward`, in one pass over memory where the kernel can. */
  advanceAndForward(step: number): void
}

/** Writes `slope` and `outputs` at the present a and b. */
export const forward = (shape: LimitStepShape, arrays: LimitStepArrays): void => {
  const { classes, power, threshold, firstPatch, feature, weight } = shape
  const { a, b, slope, outputs } = arrays
  const { panels, samples, rows, features } = sizes(shape)
  const exponent = power - 1
  const toPower = Number.isInteger(exponent) ? integerPower : unitPower
  const perThreshold = 1 / threshold
  const perPower = 1 / power
  const total = new Float64Array(lanes)
  outputs.fill(0)
  for (let panel = 0; panel < panels; panel++)
    for (let n = 0; n < samples; n++) {
      total.fill(0)
      for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++) {
        const z = weight[p]
        const aRow = (panel * features + feature[p]) * lanes
        const bRow = (panel * rows + p) * lanes
        for (let c = 0; c < lanes; c++) {
          const u = a[aRow + c] * z + b[bRow + c]
          const positive = u < 0 ? 0 : u
          const clipped = threshold < positive ? threshold : positive
          const derivative = toPower(clipped * perThreshold, exponent)
          total[c] += clipped * derivative * perPower + (positive - clipped)
          slope[bRow + c] = derivative
        }
      }
      for (let c = 0; c < lanes; c++) outputs[n * classes + classOf(shape, panel * lanes + c)] += total[c]
    }
}

/** Turns `outputGradient` and `slope` into the changes of a and b at unit step; writes `largestNoiseChange`. */
export const backward = (shape: LimitStepShape, arrays: LimitStepArrays): void => {
  const { classes, firstPatch, feature, weight, noiseSquared } = shape
  const { slope, changeOfA, outputGradient, largestNoiseChange } = arrays
  const { panels, samples, rows, features } = sizes(shape)
  const gradient = new Float64Array(lanes)
  changeOfA.fill(0)
  largestNoiseChange.fill(0)
  for (let panel = 0; panel < panels; panel++)
    for (let n = 0; n < samples; n++) {
      for (let c = 0; c < lanes; c++)
        gradient[c] = outputGradient[n * classes + classOf(shape, panel * lanes + c)]
      for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++) {
        const z = weight[p]
        const noise = noiseSquared[p]
        const aRow = (panel * features + feature[p]) * lanes
        const bRow = (panel * rows + p) * lanes
        for (let c = 0; c < lanes; c++) {
          const g = gradient[c] * slope[bRow + c]
          changeOfA[aRow + c] -= z * g
          const change = -(noise * g)
          slope[bRow + c] = change
          raise(largestNoiseChange, panel * lanes + c, Math.abs(change))
        }
      }
    }
}

/** Writes `largest` and `largestChange` of one panel, from a, b and their changes. */
export const measure = (shape: LimitStepShape, arrays: LimitStepArrays, panel: number): void => {
  const { feature, weight } = shape
  const { a, b, slope, changeOfA, largest, largestChange } = arrays
  const { rows, features } = sizes(shape)
  largest.fill(0, panel * lanes, (panel + 1) * lanes)
  largestChange.fill(0, panel * lanes, (panel + 1) * lanes)
  for (let p = 0; p < rows; p++) {
    const z = weight[p]
    const aRow = (panel * features + feature[p]) * lanes
    const bRow = (panel * rows + p) * lanes
    for (let c = 0; c < lanes; c++) {
      raise(largest, panel * lanes + c, Math.abs(a[aRow + c] * z + b[bRow + c]))
      raise(largestChange, panel * lanes + c, Math.abs(changeOfA[aRow + c] * z + slope[bRow + c]))
    }
  }
}

/** array[at] = max(array[at], value), where a NaN raises nothing. */
const raise = (array: Float64Array, at: number, value: number): void => {
  if (array[at] < value) array[at] = value
}

/** a += step · change of a; b += step · change of b. */
export const advance = (arrays: LimitStepArrays, step: number): void => {
  const { a, b, changeOfA, slope } = arrays
  for (let c = 0; c < a.length; c++) a[c] += step * changeOfA[c]
  for (let c = 0; c < b.length; c++) b[c] += step * slope[c]
}

/** How many panels, samples (N), rows of patches (Q) and features (2k) there are; k·m is rounded up to whole panels. */
export const sizes = ({ classes, neurons, firstPatch, feature }: LimitStepShape) => ({
  panels: Math.ceil((classes * neurons) / lanes),
  samples: firstPatch.length - 1,
  rows: feature.length,
  features: 2 * classes,
})

/** The class of neuron c. The idle neurons that fill the last panel count as the last class's: their weights stay 0. */
export const classOf = ({ classes, neurons }: LimitStepShape, c: number): number =>
  Math.min(classes - 1, Math.floor(c / neurons))
