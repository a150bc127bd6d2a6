/**
 * Blocks of neurons that are moved only if they have something to move by.
 *
 * At any time a few classes change fast and set the step. The others hardly move in it. Such a
 * block holds back: it adds up the pushes on its outputs, Σ η ∂L/∂F, and keeps its outputs as they
 * are. Once some neuron's preactivation would change by `heldChange`, the block takes all of it in
 * one step of descent, at the slopes of its last pass. That is gradient descent to the same order
 * as a step at the tolerance of the step rule, which is larger.
 *
 * How fast a block moves is estimated from the pushes alone. A neuron whose largest preactivation
 * is y changes by at most ReLU~'(y)/y · c, with c as in growth-budget.ts. The estimate is the same
 * fraction of this bound as when the block was last measured.
 */

import { smoothedReluDerivative } from '../activation/smoothed-relu.ts'
import { type LimitStep, type LimitStepShape, sizes } from '../limit/step/plain.ts'
import { type BlockPushes, outputScales, strengthOf } from './block-pushes.ts'
import type { BlockTable } from './block-table.ts'
import { type BlocksState, cut, joined, refill } from './state.ts'

/**
 * The default of the relative change at which a block that held back is moved. Growth is then late
 * by about (q − 1)/2 times this share of its time.
 */
export const defaultHeldChange = 0.02
/**
 * Pushes may cancel at one time and add up later. So an estimate is at least this fraction of its
 * bound.
 */
const leastFraction = 0.25

export interface LazyBlock extends BlockTable {
  readonly step: LimitStep
}

export interface LazyBlocks {
  readonly blocks: readonly LazyBlock[]
  readonly pushes: BlockPushes
  /**
   * The step at which a neuron of each block would change by 100%, estimated from its pushes;
   * written by `receive`.
   */
  readonly estimates: Float64Array
  /**
   * Brings the outputs up to date with the weights, apart from what is held back.
   *
   * @param renewed called for each block that was recomputed; the others' outputs are what they
   * were.
   * @returns the preactivations that it took.
   */
  refresh(renewed: (block: LazyBlock) => void): number
  /** @param outputGradient ∂L/∂F at the present outputs. */
  receive(outputGradient: Float64Array): void
  /** Computes the change of a block's weights, to be taken by `advance`, and measures that step. */
  wake(at: number): number
  /** Moves the blocks that were woken by a step. The others hold it back. */
  advance(size: number): void
  /**
   * Calls `read` with the weights after what is held back. The block then continues as if it had
   * not been asked.
   */
  peek<T>(at: number, read: (step: LimitStep) => T): T
  /** The state that a step starts from, between its `receive` and its `advance`. */
  state(): BlocksState
  /** Resumes from a state: the next `refresh` finds everything up to date. */
  restore(state: BlocksState): void
}

/** @param heldChange the relative change at which a block is moved. */
export const lazyBlocks = (
  blocks: readonly LazyBlock[],
  pushes: BlockPushes,
  heldChange: number,
): LazyBlocks => {
  const count = blocks.length
  const scales = blocks.map(outputScales)
  const estimates = new Float64Array(count)
  /** The estimated relative change by what is held back. */
  const heldBy = new Float64Array(count)
  /**
   * The largest ReLU~'(y)/y of a neuron, times the fraction of the bound that was measured last.
   * NaN for a block that was never measured.
   */
  const sensitivity = new Float64Array(count).fill(Number.NaN)
  /** The sensitivities before any block was woken in the present step. */
  const sensitivityBefore = sensitivity.slice()
  const rate = new Float64Array(count).fill(Number.NaN)
  const isAwake = new Uint8Array(count)
  /** Whether outputs and slopes are those of the weights. */
  const isFresh = new Uint8Array(count)

  const forward = (at: number): number => {
    const { shape, step } = blocks[at]
    step.forward()
    isFresh[at] = 1
    return preactivations(shape)
  }
  /**
   * Computes the change for the step's output gradient and measures it: the step at which a neuron
   * would change by 100%.
   */
  const change = (at: number): number => {
    const { shape, step } = blocks[at]
    const { outputGradient, largest, largestChange } = step.arrays
    step.backward()
    isFresh[at] = 0
    let ratio = Number.POSITIVE_INFINITY
    let sensitive = 0
    for (let panel = 0; panel < sizes(shape).panels; panel++) step.measure(panel)
    for (let c = 0; c < largest.length; c++) {
      if (largestChange[c] > 0) ratio = Math.min(ratio, largest[c] / largestChange[c])
      if (largest[c] > 0)
        sensitive = Math.max(
          sensitive,
          smoothedReluDerivative(largest[c], shape.power, shape.threshold) / largest[c],
        )
    }
    const bound = sensitive * strengthOf(outputGradient, scales[at])
    if (bound > 0) sensitivity[at] = sensitive * Math.max(leastFraction, 1 / (ratio * bound))
    return ratio
  }
  /** Takes in what a block holds back. */
  const settle = (at: number): number => {
    const computed = isFresh[at] === 1 ? 0 : forward(at)
    const { shape, step } = blocks[at]
    pushes.held(at, step.arrays.outputGradient)
    change(at)
    step.advanceAndForward(1)
    isFresh[at] = 1
    pushes.release(at)
    heldBy[at] = 0
    return computed + preactivations(shape)
  }
  return {
    blocks,
    pushes,
    estimates,
    refresh: renewed => {
      let computed = 0
      for (let at = 0; at < count; at++) {
        const isDue = heldBy[at] > 0 && (isAwake[at] === 1 || heldBy[at] >= heldChange)
        isAwake[at] = 0
        if (!isDue && isFresh[at] === 1) continue
        computed += isDue ? settle(at) : forward(at)
        renewed(blocks[at])
      }
      return computed
    },
    receive: outputGradient => {
      pushes.receive(outputGradient)
      sensitivityBefore.set(sensitivity)
      const { strengths } = pushes
      for (let at = 0; at < count; at++) {
        rate[at] = sensitivity[at] * strengths[at]
        // Never measured: it has to be.
        estimates[at] = Number.isNaN(rate[at]) ? 0 : 1 / rate[at]
      }
    },
    wake: at => {
      isAwake[at] = 1
      pushes.present(at, blocks[at].step.arrays.outputGradient)
      return change(at)
    },
    advance: size => {
      for (let at = 0; at < count; at++)
        if (isAwake[at] === 1) blocks[at].step.advance(size)
        else heldBy[at] += Number.isNaN(rate[at]) ? Number.POSITIVE_INFINITY : size * rate[at]
      pushes.advance(size, isAwake)
    },
    peek: (at, read) => {
      const { step } = blocks[at]
      if (heldBy[at] === 0) return read(step)
      // All arrays are copied: a block that is awake has its change where a pass puts the slopes.
      const arrays: Float64Array[] = Object.values(step.arrays)
      const kept = arrays.map(array => array.slice())
      if (isFresh[at] === 0) step.forward()
      pushes.held(at, step.arrays.outputGradient)
      step.backward()
      step.advance(1)
      const result = read(step)
      arrays.forEach((array, each) => {
        array.set(kept[each])
      })
      return result
    },
    state: () => ({
      a: joined(blocks.map(({ step }) => step.arrays.a)),
      b: joined(blocks.map(({ step }) => step.arrays.b)),
      held: pushes.allHeld(),
      heldBy: heldBy.slice(),
      sensitivity: sensitivityBefore.slice(),
    }),
    restore: state => {
      cut(
        state.a,
        blocks.map(({ step }) => step.arrays.a),
      )
      cut(
        state.b,
        blocks.map(({ step }) => step.arrays.b),
      )
      pushes.holdAll(state.held)
      refill(heldBy, state.heldBy)
      refill(sensitivity, state.sensitivity)
      isAwake.fill(0)
      for (let at = 0; at < count; at++) forward(at)
    },
  }
}

/** How many preactivations a pass computes. */
const preactivations = ({ feature, classes, neurons }: LimitStepShape): number =>
  feature.length * classes * neurons
