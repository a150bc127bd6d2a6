/**
 * The passes of one step of the limit model in plain TypeScript: the oracle of the WebAssembly
 * kernel, its documentation, and its fallback if WebAssembly is missing. Both round every operation
 * alike and sum in the order of these loops: outputs over the patches of a sample, neuron by
 * neuron; the change of a over samples and patches. In float32 the weights of patches, the
 * threshold and the reciprocals are rounded before anything is computed with them.
 *
 * Neurons are independent of each other within a pass, so arrays are cut into panels of ten neurons
 * (twenty in float32): [panel][row][10]. A pass goes through one panel at a time, reads it from
 * front to back, and keeps the panel's sums in registers.
 */

import type { FloatType } from '@multiview/tensor/kernels'
import { powerOf } from '../../activation/smoothed-relu.ts'
import { featureCount } from '../../data/features.ts'

/**
 * Bytes of one row of a panel: whole vectors, and enough of them that the work done once per patch
 * costs little.
 */
export const rowBytes = 80

/** Bytes of a number of each type. */
export const bytesOf: Record<FloatType, number> = { float64: 8, float32: 4 }

/** Neurons of a panel. */
export const lanesOf = (type: FloatType): number => rowBytes / bytesOf[type]

/** Neurons of a panel in float64. */
export const lanes = lanesOf('float64')

/** The arrays that hold numbers of each type. */
interface Floats {
  readonly float64: Float64Array
  readonly float32: Float32Array
}

/** An array of zeros, or one that lies in a buffer. */
export const floats = <T extends FloatType>(
  type: T,
  length: number,
  buffer: ArrayBuffer = new ArrayBuffer(bytesOf[type] * length),
  address = 0,
): Floats[T] => {
  const Type = type === 'float64' ? Float64Array : Float32Array
  return new Type(buffer, address, length) as Floats[T]
}

/** The rounding of float64: none. */
const exactly = (x: number): number => x
export const roundingOf = (type: FloatType): ((x: number) => number) =>
  type === 'float64' ? exactly : Math.fround

/** The network and the patches of a step. */
export interface LimitStepShape {
  readonly classes: number
  /** V, the views of a class. */
  readonly views: number
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

/** Panels are of 20 neurons in float32. */
export interface LimitStepArrays<T extends FloatType = 'float64'> {
  /** a, [panels, V·k, 10]. */
  readonly a: Floats[T]
  /** b, [panels, Q, 10]. */
  readonly b: Floats[T]
  /**
   * ReLU~' of each preactivation, [panels, Q, 10], after `forward`; −‖ξ‖²g, the change of b at unit
   * step, after `backward`.
   */
  readonly slope: Floats[T]
  /** Change of a at unit step, [panels, V·k, 10]. */
  readonly changeOfA: Floats[T]
  /** F, [N, k], written by `forward`. */
  readonly outputs: Floats[T]
  /** ∂L/∂F, [N, k], read by `backward`. */
  readonly outputGradient: Floats[T]
  /** Largest |change of b at unit step| of each neuron, [panels, 10], after `backward`. */
  readonly largestNoiseChange: Floats[T]
  /** Largest |preactivation| of each neuron, [panels, 10]; `measure` writes one panel. */
  readonly largest: Floats[T]
  /**
   * Largest |change of a preactivation at unit step| of each neuron, [panels, 10]; `measure` writes
   * one panel.
   */
  readonly largestChange: Floats[T]
}

/** A step with any kernel. */
export interface LimitStep<T extends FloatType = 'float64'> {
  readonly arrays: LimitStepArrays<T>
  forward(): void
  backward(): void
  measure(panel: number): void
  advance(step: number): void
  /** `advance` and then `forward`, in one pass over memory where the kernel can. */
  advanceAndForward(step: number): void
}

/** Writes `slope` and `outputs` at the present a and b. */
export const forward = <T extends FloatType>(
  shape: LimitStepShape,
  type: T,
  arrays: LimitStepArrays<T>,
): void => {
  const { classes, firstPatch, feature, weight } = shape
  const { a, b, slope, outputs } = arrays
  const { panels, lanes, samples, rows, features } = sizes(shape, type)
  const round = roundingOf(type)
  const threshold = round(shape.threshold)
  const perThreshold = round(1 / threshold)
  const perPower = round(1 / shape.power)
  const toPower = powerOf(shape.power - 1, round)
  const total = floats(type, lanes)
  outputs.fill(0)
  for (let panel = 0; panel < panels; panel++)
    for (let n = 0; n < samples; n++) {
      total.fill(0)
      for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++) {
        const z = round(weight[p])
        const aRow = (panel * features + feature[p]) * lanes
        const bRow = (panel * rows + p) * lanes
        for (let c = 0; c < lanes; c++) {
          const u = round(round(a[aRow + c] * z) + b[bRow + c])
          const positive = u < 0 ? 0 : u
          const clipped = threshold < positive ? threshold : positive
          const derivative = toPower(round(clipped * perThreshold))
          const below = round(round(clipped * derivative) * perPower)
          total[c] += round(below + round(positive - clipped))
          slope[bRow + c] = derivative
        }
      }
      for (let c = 0; c < lanes; c++) outputs[n * classes + classOf(shape, panel * lanes + c)] += total[c]
    }
}

/**
 * Turns `outputGradient` and `slope` into the changes of a and b at unit step; writes
 * `largestNoiseChange`.
 */
export const backward = <T extends FloatType>(
  shape: LimitStepShape,
  type: T,
  arrays: LimitStepArrays<T>,
): void => {
  const { classes, firstPatch, feature, weight, noiseSquared } = shape
  const { slope, changeOfA, outputGradient, largestNoiseChange } = arrays
  const { panels, lanes, samples, rows, features } = sizes(shape, type)
  const round = roundingOf(type)
  const gradient = floats(type, lanes)
  changeOfA.fill(0)
  largestNoiseChange.fill(0)
  for (let panel = 0; panel < panels; panel++)
    for (let n = 0; n < samples; n++) {
      for (let c = 0; c < lanes; c++)
        gradient[c] = outputGradient[n * classes + classOf(shape, panel * lanes + c)]
      for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++) {
        const z = round(weight[p])
        const noise = round(noiseSquared[p])
        const aRow = (panel * features + feature[p]) * lanes
        const bRow = (panel * rows + p) * lanes
        for (let c = 0; c < lanes; c++) {
          const g = round(gradient[c] * slope[bRow + c])
          changeOfA[aRow + c] -= round(z * g)
          const change = -round(noise * g)
          slope[bRow + c] = change
          raise(largestNoiseChange, panel * lanes + c, Math.abs(change))
        }
      }
    }
}

/** Writes `largest` and `largestChange` of one panel, from a, b and their changes. */
export const measure = <T extends FloatType>(
  shape: LimitStepShape,
  type: T,
  arrays: LimitStepArrays<T>,
  panel: number,
): void => {
  const { feature, weight } = shape
  const { a, b, slope, changeOfA, largest, largestChange } = arrays
  const { lanes, rows, features } = sizes(shape, type)
  const round = roundingOf(type)
  largest.fill(0, panel * lanes, (panel + 1) * lanes)
  largestChange.fill(0, panel * lanes, (panel + 1) * lanes)
  for (let p = 0; p < rows; p++) {
    const z = round(weight[p])
    const aRow = (panel * features + feature[p]) * lanes
    const bRow = (panel * rows + p) * lanes
    for (let c = 0; c < lanes; c++) {
      raise(largest, panel * lanes + c, Math.abs(round(round(a[aRow + c] * z) + b[bRow + c])))
      raise(
        largestChange,
        panel * lanes + c,
        Math.abs(round(round(changeOfA[aRow + c] * z) + slope[bRow + c])),
      )
    }
  }
}

/** array[at] = max(array[at], value), where a NaN is ignored. */
const raise = (array: Float64Array | Float32Array, at: number, value: number): void => {
  if (array[at] < value) array[at] = value
}

/** a += step · change of a; b += step · change of b. */
export const advance = <T extends FloatType>(type: T, arrays: LimitStepArrays<T>, step: number): void => {
  const { a, b, changeOfA, slope } = arrays
  const round = roundingOf(type)
  const size = round(step)
  for (let c = 0; c < a.length; c++) a[c] += round(size * changeOfA[c])
  for (let c = 0; c < b.length; c++) b[c] += round(size * slope[c])
}

/**
 * The numbers of panels, neurons per panel, samples (N), rows of patches (Q) and features (V·k);
 * k·m is rounded up to whole panels.
 */
export const sizes = (
  { classes, views, neurons, firstPatch, feature }: LimitStepShape,
  type: FloatType = 'float64',
) => ({
  panels: Math.ceil((classes * neurons) / lanesOf(type)),
  lanes: lanesOf(type),
  samples: firstPatch.length - 1,
  rows: feature.length,
  features: featureCount({ classes, views }),
})

/**
 * The class of neuron c. The idle neurons that fill the last panel count as the last class's: their
 * weights stay 0.
 */
export const classOf = ({ classes, neurons }: LimitStepShape, c: number): number =>
  Math.min(classes - 1, Math.floor(c / neurons))
