/**
 * The neural tangent kernel of some neurons of a block in plain TypeScript, and systems with it:
 * `linearize` and `solve` of a block's step.
 */

import { type LimitStepShape, sizes } from '../../limit/step/plain.ts'
import type { BlockStep, BlockStepArrays, OfClass } from './block-step.ts'

export interface PlainKernel extends Pick<BlockStep, 'solve'> {
  /** @param slopes ReLU~' of the neurons on all patches, [neurons, Q]. */
  linearize(slopes: Float64Array, neurons: number, of: OfClass): number
}

/** The columns of a neuron: one for each feature that a patch has. */
export const columnsOf = ({ feature }: LimitStepShape): number =>
  feature.reduce((most, v) => Math.max(most, v), 0) + 1

export const plainKernel = (shape: LimitStepShape, arrays: BlockStepArrays): PlainKernel => {
  const { classes, firstPatch, feature, weight, noiseSquared } = shape
  const { rows, samples } = sizes(shape)
  const ofNeuron = columnsOf(shape)
  const { push, rate } = arrays
  const ofNoise = new Float64Array(samples)
  /** The columns of U, [samples, width]. */
  let columns = new Float64Array(0)
  let width = 0
  let system = new Float64Array(0)

  /** Writes the columns of the neurons that count, and d. */
  const writeColumns = (slopes: Float64Array, neurons: number): void => {
    columns.fill(0, 0, samples * width)
    for (let n = 0, first = 0; n < samples; n++) {
      let noise = 0
      for (let g = 0; g < neurons; g++, first += ofNeuron)
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
    linearize: (slopes, neurons, { ofClass, copies }) => {
      width = neurons * ofNeuron
      if (columns.length < samples * width) columns = new Float64Array(2 * samples * width)
      if (system.length < (width + 1) * width) system = new Float64Array(4 * (width + 1) * width)
      writeColumns(slopes, neurons)
      let trace = 0
      for (let n = 0, slot = ofClass; n < samples; n++, slot += classes) {
        const e = copies * rate[slot]
        if (e === 0) continue
        let square = ofNoise[n]
        for (let c = n * width; c < (n + 1) * width; c++) square += columns[c] * columns[c]
        trace += e * square
      }
      return trace
    },
    solve: (ofClass, weight, into) => {
      // The matrix I + Uᵀ (I + E diag(d))⁻¹ E U in rows 0 to width − 1, the right side in the row
      // after them.
      const right = width * width
      system.fill(0, 0, right + width)
      for (let n = 0, slot = ofClass; n < samples; n++, slot += classes) {
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
      for (let n = 0, slot = ofClass; n < samples; n++, slot += classes) {
        const e = weight * rate[slot]
        let known = push[slot]
        if (e > 0) for (let c = 0; c < width; c++) known -= e * columns[n * width + c] * system[right + c]
        arrays[into][slot] = known / (1 + e * ofNoise[n])
      }
    },
  }
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
