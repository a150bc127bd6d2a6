/**
 * The moves of blocks that have clocks of their own: what moves a block, what its outputs then
 * change for the others, and when each block moves next.
 */

import { smoothedRelu } from '../../activation/smoothed-relu.ts'
import type { OutputLayout } from '../../objective/output-layout.ts'
import type { SampleField } from '../../objective/sample-field.ts'
import type { NetworkSettings } from '../../settings/settings.ts'
import type { Block } from '../block-table.ts'
import {
  type Clock,
  clockOf,
  compareFromNow,
  longestSize,
  type Moved,
  nextSize,
  presentPushes,
  readPushes,
  schedule,
  sensitivityOf,
  startClock,
} from './clock.ts'
import { driftsOf } from './drifts.ts'
import type { PushedOutputs } from './pushed-outputs.ts'
import { inGradient, inOutput, inSeen, recordLength } from './records.ts'

/** ∂L/∂F of a sample is computed anew once one of its outputs has moved by more than this. */
const unseen = 1e-4
/**
 * Outputs that are pushed upward count for the size of a step, from that of one preactivation at
 * this share of ϱ on: their relative change is then at most the tolerance, as if one preactivation
 * made it. That resolves the end of the race of the views, when single-view samples are memorized:
 * patches that a neuron knows by their noise alone, or by a weak view, grow after the neuron itself
 * has grown. Outputs that are pushed downward rise only because another sample pushes the same
 * neuron upward.
 */
const leastShare = 0.03

/** How far a model is. */
export interface Progress {
  /** The time of all earlier descents, and the time since the present one began. */
  age: number
  time: number
  /** Moves of blocks since the present descent began. */
  moves: number
  /** When the neurons that are not computed are looked at next; 0 before the first move. */
  nextLook: number
  /** Preactivations computed. */
  computed: number
}

export interface Moves {
  /** A clock for a block whose weights are loaded. The block's outputs are added to the sums. */
  clock(block: Block): Clock
  /** Computes ∂L/∂F anew for samples, and when the blocks of their classes move next. */
  evaluate(samples: ArrayLike<number>): void
  /** Starts a clock at the present time. */
  start(clock: Clock): void
  /** Moves a block to the present time. */
  activate(clock: Clock): void
  /** To be called when the layout has more slots. */
  relay(): void
}

/**
 * @param own the clock of each class on its own features, for blocks of `clock`.
 * @param field what to descend on, read at every evaluation.
 */
export const blockMoves = (
  { power, threshold }: NetworkSettings,
  tolerance: number,
  layout: OutputLayout,
  pushed: PushedOutputs,
  now: Progress,
  own: readonly Clock[],
  field: () => SampleField,
): Moves => {
  const leastOutput = smoothedRelu(leastShare * threshold, power, threshold)
  const drifts = driftsOf(pushed, layout, own)
  const evaluate = (samples: ArrayLike<number>, count: number): void => {
    drifts.lend()
    const due = pushed.evaluate(samples, count, now.time, field())
    if (due < now.nextLook) now.nextLook = due
    drifts.note(now.time)
  }
  /** Adds what the outputs of a block changed by, and computes ∂L/∂F anew where it matters. */
  const show = (clock: Clock, result: Moved): void => {
    const { outputs, list } = pushed.records
    const count = addChanges(clock, outputs, leastOutput, list, result)
    if (count > 0) evaluate(list, count)
    clock.previous.set(clock.block.step.arrays.outputs)
  }
  return {
    clock: block => {
      now.computed += preactivations(block)
      const clock = clockOf(block)
      block.slot.forEach((s, at) => {
        if (s >= 0) pushed.records.outputs[recordLength * s + inOutput] += block.step.arrays.outputs[at]
      })
      return clock
    },
    evaluate: samples => {
      evaluate(samples, samples.length)
      drifts.schedule(now.time, tolerance)
    },
    start: clock => {
      startClock(clock, pushed, now.time, tolerance)
      compareFromNow(clock, pushed, now.time)
      schedule(clock.state, now.time, tolerance)
    },
    activate: clock => {
      const { block, move, state } = clock
      const { time } = now
      let past = time - state.last
      if (!(past > 0)) return
      const longest = longestSize(past, now.age + time)
      readPushes(clock, pushed, time)
      now.moves++
      for (;;) {
        const { taken, relative } = move.move(tolerance)
        if (!(taken > 0))
          throw new RangeError(
            `multirateModel: a neuron changes by ${relative} at time ${time}; take a smaller stepTolerance.`,
          )
        now.computed += 2 * preactivations(block)
        const result: Moved = { past: taken * past, relative, change: 0, growth: 1 }
        show(clock, result)
        state.stiffness = move.stiffness / past
        state.size = Math.min(nextSize(result, state.size, tolerance, power), longest)
        if (taken === 1) break
        // The rest of the step: the block has changed by so much that it must see its new outputs.
        past *= 1 - taken
        presentPushes(clock, pushed, past)
      }
      state.last = time
      state.sensitivity = sensitivityOf(move, block.shape)
      compareFromNow(clock, pushed, time)
      schedule(state, time, tolerance)
      drifts.schedule(time, tolerance)
    },
    relay: drifts.relay,
  }
}

/**
 * Adds what the outputs of a block changed by, and notes the change and the growth. Writes to
 * `moved` the samples whose ∂L/∂F is computed anew.
 *
 * @returns how many they are.
 */
const addChanges = (
  { block, previous }: Clock,
  records: Float64Array,
  leastOutput: number,
  moved: Int32Array,
  result: Moved,
): number => {
  const { slot, samples, classOf, step } = block
  const after = step.arrays.outputs
  let count = 0
  let largest = 0
  let growth = 1
  for (let sample = 0, at = 0; sample < samples.length; sample++) {
    let isSeen = false
    for (let lane = 0; lane < classOf.length; lane++, at++) {
      const s = slot[at]
      if (s < 0) continue
      const change = after[at] - previous[at]
      const record = recordLength * s
      const output = records[record + inOutput] + change
      records[record + inOutput] = output
      if (Math.abs(change) > largest) largest = Math.abs(change)
      if (records[record + inGradient] < 0) {
        const from = Math.max(previous[at], leastOutput)
        if (after[at] > growth * from) growth = after[at] / from
      }
      if (Math.abs(output - records[record + inSeen]) > unseen) isSeen = true
    }
    if (isSeen) moved[count++] = samples[sample]
  }
  result.change = largest
  result.growth = growth
  return count
}

/** How many preactivations a pass computes. */
const preactivations = ({ shape }: Block): number => shape.feature.length * shape.classes * shape.neurons
