/**
 * A block of neurons that is only moved when it has something to move by.
 *
 * At any time a few classes change fast and set the step; the others hardly move in it. Such a block holds back: it adds up
 * the pushes on its outputs, Σ η ∂L/∂F, keeps its outputs as they are, and takes all of it in one step of descent, at the slopes
 * of its last pass, once some neuron's preactivation would change by `heldChange`. That is gradient descent to the same order
 * as a step at the tolerance of the step rule, which is larger.
 *
 * How fast a block moves is estimated from the pushes alone: a neuron whose largest preactivation is y changes in it by
 * ReLU~'(y)/y · c at most, c as in growth-budget.ts, and by the same fraction of that bound as when it was last measured.
 */

import type { LimitStep } from '../limit-step-plain.ts'
import { sizes } from '../limit-step-plain.ts'
import { smoothedReluDerivative } from '../smoothed-relu.ts'
import type { BlockTable } from './block-table.ts'

/**
 * The relative change at which a block that held back is moved, unless said otherwise. Growth is then late by about
 * (q − 1)/2 times this share of its time.
 */
export const defaultHeldChange = 0.02
/** Pushes may cancel now and add up later: a block is never taken to move at less than this fraction of its bound. */
const leastFraction = 0.25

export interface LazyBlock extends BlockTable {
  readonly step: LimitStep
  /** Outputs are up to date with the weights, apart from what is held back. Counts the preactivations it computes. */
  refresh(): number
  /** Takes ∂L/∂F at the outputs; estimates the step at which a neuron would change by 100%. */
  receive(outputGradient: Float64Array): number
  /** Computes the change of the weights, to be taken by `advance`, and measures that step. */
  wake(): number
  /** Moves by a step, or holds it back if the block was not woken. */
  advance(size: number): void
  /** Calls `read` with the weights as they are with what is held back; the block then goes on as if it had not been asked. */
  peek<T>(read: (step: LimitStep) => T): T
}

export const lazyBlock = (table: BlockTable, step: LimitStep, heldChange: number): LazyBlock => {
  const { shape, slot } = table
  const { panels } = sizes(shape)
  const scale = outputScales(table)
  const { outputGradient, largest, largestChange } = step.arrays
  const present = new Float64Array(slot.length)
  const held = new Float64Array(slot.length)
  /** Estimated relative change by what is held back. */
  let heldBy = 0
  /** The largest ReLU~'(y)/y of a neuron, times the fraction of the bound that it came to when last measured; NaN: never. */
  let sensitivity = Number.NaN
  let rate = Number.NaN
  let isAwake = false
  /** Whether outputs and slopes are those of the weights. */
  let isFresh = false

  const forward = (): number => {
    step.forward()
    isFresh = true
    return shape.feature.length * shape.classes * shape.neurons
  }
  const pushOf = (gradient: Float64Array): number => {
    let sum = 0
    for (let at = 0; at < gradient.length; at++) sum += Math.abs(gradient[at]) * scale[at]
    return sum
  }
  /** Computes the change for a gradient and measures it: the step at which a neuron would change by 100%. */
  const changeFor = (gradient: Float64Array): number => {
    outputGradient.set(gradient)
    step.backward()
    isFresh = false
    let ratio = Number.POSITIVE_INFINITY
    let sensitive = 0
    for (let panel = 0; panel < panels; panel++) step.measure(panel)
    for (let c = 0; c < largest.length; c++) {
      if (largestChange[c] > 0) ratio = Math.min(ratio, largest[c] / largestChange[c])
      if (largest[c] > 0)
        sensitive = Math.max(
          sensitive,
          smoothedReluDerivative(largest[c], shape.power, shape.threshold) / largest[c],
        )
    }
    const bound = sensitive * pushOf(gradient)
    if (bound > 0) sensitivity = sensitive * Math.max(leastFraction, 1 / (ratio * bound))
    return ratio
  }
  return {
    ...table,
    step,
    refresh: () => {
      let computed = 0
      if (heldBy > 0 && (isAwake || heldBy >= heldChange)) {
        if (!isFresh) computed += forward()
        changeFor(held)
        step.advance(1)
        held.fill(0)
        heldBy = 0
      }
      isAwake = false
      return isFresh ? computed : computed + forward()
    },
    receive: gradient => {
      for (let at = 0; at < slot.length; at++) present[at] = slot[at] >= 0 ? gradient[slot[at]] : 0
      rate = sensitivity * pushOf(present)
      // Never measured: it has to be.
      return Number.isNaN(rate) ? 0 : 1 / rate
    },
    wake: () => {
      isAwake = true
      return changeFor(present)
    },
    advance: size => {
      if (isAwake) {
        step.advance(size)
        return
      }
      for (let at = 0; at < slot.length; at++) held[at] += size * present[at]
      heldBy += Number.isNaN(rate) ? Number.POSITIVE_INFINITY : size * rate
    },
    peek: read => {
      if (heldBy === 0) return read(step)
      // All of it: a block that is awake has its change where a pass puts the slopes.
      const arrays: Float64Array[] = Object.values(step.arrays)
      const kept = arrays.map(array => array.slice())
      if (!isFresh) step.forward()
      outputGradient.set(held)
      step.backward()
      step.advance(1)
      const result = read(step)
      arrays.forEach((array, at) => {
        array.set(kept[at])
      })
      return result
    },
  }
}

/** What a push on each output counts for: z_max Σ_p z_p + ‖ξ‖²_max over the patches of its sample. */
const outputScales = ({ shape, slot }: BlockTable): Float64Array => {
  const { firstPatch, weight, noiseSquared } = shape
  const samples = firstPatch.length - 1
  const width = slot.length / samples
  const most = weight.reduce((a, z) => Math.max(a, z), 0)
  const mostNoise = noiseSquared.reduce((a, z) => Math.max(a, z), 0)
  const scale = new Float64Array(slot.length)
  for (let n = 0; n < samples; n++) {
    let sum = 0
    for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++) sum += weight[p]
    scale.fill(most * sum + mostNoise, n * width, (n + 1) * width)
  }
  return scale
}
