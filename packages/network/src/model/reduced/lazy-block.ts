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
import { type BlockPushes, outputScales, strengthOf } from './block-pushes.ts'
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
  /**
   * Outputs are up to date with the weights, apart from what is held back. Gives the preactivations it computed: where there are none,
   * outputs are what they were.
   */
  refresh(): number
  /** The step at which a neuron would change by 100%, estimated from the pushes at present. */
  estimate(): number
  /** Computes the change of the weights, to be taken by `advance`, and measures that step. */
  wake(): number
  /** Moves by a step; a block that was not woken counts what its pushes hold back of it. */
  advance(size: number): void
  /** Calls `read` with the weights as they are with what is held back; the block then goes on as if it had not been asked. */
  peek<T>(read: (step: LimitStep) => T): T
}

export const lazyBlock = (
  table: BlockTable,
  step: LimitStep,
  heldChange: number,
  pushes: BlockPushes,
): LazyBlock => {
  const { shape } = table
  const { panels } = sizes(shape)
  const scale = outputScales(table)
  const { outputGradient, largest, largestChange } = step.arrays
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
  const wakeUp = (is: boolean): void => {
    if (is !== isAwake) pushes.follow(is)
    isAwake = is
  }
  /** Computes the change for the output gradient and measures it: the step at which a neuron would change by 100%. */
  const change = (): number => {
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
    const bound = sensitive * strengthOf(outputGradient, scale)
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
        pushes.held(outputGradient)
        change()
        step.advance(1)
        pushes.release()
        heldBy = 0
      }
      wakeUp(false)
      return isFresh ? computed : computed + forward()
    },
    estimate: () => {
      rate = sensitivity * pushes.strength()
      // Never measured: it has to be.
      return Number.isNaN(rate) ? 0 : 1 / rate
    },
    wake: () => {
      wakeUp(true)
      pushes.present(outputGradient)
      return change()
    },
    advance: size => {
      if (isAwake) step.advance(size)
      else heldBy += Number.isNaN(rate) ? Number.POSITIVE_INFINITY : size * rate
    },
    peek: read => {
      if (heldBy === 0) return read(step)
      // All of it: a block that is awake has its change where a pass puts the slopes.
      const arrays: Float64Array[] = Object.values(step.arrays)
      const kept = arrays.map(array => array.slice())
      if (!isFresh) step.forward()
      pushes.held(outputGradient)
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
