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
import { type BlockStep, type BlockStepArrays, checkBlock, type Stages } from './block-step.ts'
import { plainKernel } from './plain-kernel.ts'

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
