/**
 * The passes of one step of the limit model in plain TypeScript: the oracle of the WebAssembly kernel, its
 * documentation, and its stand-in where WebAssembly is missing. Both sum in the order of these loops: outputs over the
 * patches of a sample neuron by neuron, then over the neurons of a class; the change of a over samples and patches.
 */

import { integerPower, unitPower } from './smoothed-relu.ts'

/** What a step works on. C is the number of neurons k·m, rounded up to a multiple of 2 with idle neurons. */
export interface LimitStepShape {
  readonly classes: number
  readonly neurons: number
  readonly width: number
  readonly power: number
  readonly threshold: number
  readonly firstPatch: Int32Array
  readonly feature: Int32Array
  readonly weight: Float64Array
  /** [Q] ‖ξ_p‖². */
  readonly noiseSquared: Float64Array
}

export interface LimitStepArrays {
  /** a, [2k, C]. */
  readonly a: Float64Array
  /** b, [Q, C]. */
  readonly b: Float64Array
  /** ReLU~' of each preactivation, [Q, C], after `forward`; −‖ξ‖²g, the change of b at unit step, after `backward`. */
  readonly slope: Float64Array
  /** Change of a at unit step, [2k, C]. */
  readonly changeOfA: Float64Array
  /** Σ_p ReLU~ of each neuron, [N, C]; `backward` reads ∂L/∂F of each neuron's class from it instead. */
  readonly perNeuron: Float64Array
  /** Largest |preactivation| of each neuron, [C]. */
  readonly largest: Float64Array
  /** Largest |change of a preactivation at unit step| of each neuron, [C]. */
  readonly largestChange: Float64Array
}

/** Writes `slope`, `perNeuron` (outputs, neuron by neuron) and `largest` at the present a and b. */
export const forward = (shape: LimitStepShape, arrays: LimitStepArrays): void => {
  const { width, power, threshold, firstPatch, feature, weight } = shape
  const { a, b, slope, perNeuron, largest } = arrays
  const exponent = power - 1
  const toPower = Number.isInteger(exponent) ? integerPower : unitPower
  const perThreshold = 1 / threshold
  const perPower = 1 / power
  perNeuron.fill(0)
  largest.fill(0)
  for (let n = 0; n + 1 < firstPatch.length; n++)
    for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++) {
      const z = weight[p]
      const aRow = feature[p] * width
      const bRow = p * width
      const out = n * width
      for (let c = 0; c < width; c++) {
        const u = a[aRow + c] * z + b[bRow + c]
        const positive = u < 0 ? 0 : u
        const clipped = threshold < positive ? threshold : positive
        const derivative = toPower(clipped * perThreshold, exponent)
        const above = u - threshold
        perNeuron[out + c] += clipped * derivative * perPower + (above < 0 ? 0 : above)
        slope[bRow + c] = derivative
        const size = Math.abs(u)
        if (largest[c] < size) largest[c] = size
      }
    }
}

/** Turns ∂L/∂F_i(X_n) of each neuron's class in `perNeuron` [N, C] into the changes of a and b at unit step. */
export const backward = (shape: LimitStepShape, arrays: LimitStepArrays): void => {
  const { width, firstPatch, feature, weight, noiseSquared } = shape
  const { slope, changeOfA, perNeuron } = arrays
  changeOfA.fill(0)
  for (let n = 0; n + 1 < firstPatch.length; n++)
    for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++) {
      const z = weight[p]
      const noise = noiseSquared[p]
      const aRow = feature[p] * width
      const bRow = p * width
      const out = n * width
      for (let c = 0; c < width; c++) {
        const g = perNeuron[out + c] * slope[bRow + c]
        changeOfA[aRow + c] -= z * g
        slope[bRow + c] = -(noise * g)
      }
    }
}

/** Writes `largestChange` from the changes of a and b. */
export const measureChange = (shape: LimitStepShape, arrays: LimitStepArrays): void => {
  const { width, feature, weight } = shape
  const { slope, changeOfA, largestChange } = arrays
  largestChange.fill(0)
  for (let p = 0; p < feature.length; p++) {
    const z = weight[p]
    const aRow = feature[p] * width
    const bRow = p * width
    for (let c = 0; c < width; c++)
      largestChange[c] = Math.max(largestChange[c], Math.abs(changeOfA[aRow + c] * z + slope[bRow + c]))
  }
}

/** a += step · change of a; b += step · change of b. */
export const advance = (arrays: LimitStepArrays, step: number): void => {
  const { a, b, changeOfA, slope } = arrays
  for (let c = 0; c < a.length; c++) a[c] += step * changeOfA[c]
  for (let c = 0; c < b.length; c++) b[c] += step * slope[c]
}
