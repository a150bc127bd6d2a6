/**
 * A block of neurons with a clock of its own: when it moves, by what, and how long its next step
 * is.
 */

import { pow } from '@multiview/tensor/math'
import { smoothedReluDerivative } from '../../activation/smoothed-relu.ts'
import type { Block } from '../block-table.ts'
import { type BlockMove, blockMove } from './block-move.ts'
import type { PushedOutputs } from './pushed-outputs.ts'
import {
  inCurvature,
  inGradient,
  inGradientAt,
  inIntegral,
  inTime,
  recordLength,
  sampleLength,
} from './records.ts'
import type { ClockState } from './state.ts'

/** A step is at most this many times as long as the one before it. */
const largestGrowth = 2.5
/**
 * A step takes at most this share of the time that the model has been trained, unless the block's
 * first step was longer. Blocks that are near equilibrium with each other drift together, and in
 * one step a block sees its own part of the drift alone.
 */
const largestShare = 0.02
/** No output of a block changes by much more than this in one of its steps. */
const outputTolerance = 1
/** The rate of tensor power growth is assumed to rise by at most 1/(1 − this) in a step. */
const largestRise = 0.6

export interface Clock {
  readonly block: Block
  readonly move: BlockMove
  /** The outputs that the block showed the other blocks last. */
  readonly previous: Float64Array
  /** ∫ ∂L/∂F dt at the block's outputs when it moved last. */
  readonly integralAt: Float64Array
  readonly state: ClockState
}

/** A clock at time 0 for a block whose weights are loaded. */
export const clockOf = (block: Block): Clock => {
  block.step.forward()
  return {
    block,
    move: blockMove(block),
    previous: block.step.arrays.outputs.slice(),
    integralAt: new Float64Array(block.slot.length),
    state: { last: 0, size: 0, due: 0, drift: 0, excess: 0, excessAt: 0, sensitivity: 0, stiffness: 0 },
  }
}

/**
 * Whether a block holds the neurons of one class on its own features. Promoted neurons of one block
 * are of several classes.
 */
export const isOwn = ({ block }: Clock): boolean => block.classOf.length === 1

/**
 * Starts a clock. All pushes must be added up to its time. In the first step no neuron changes by
 * more than the tolerance.
 */
export const startClock = (
  { block: { slot, shape }, move, integralAt, state }: Clock,
  { records: { outputs } }: PushedOutputs,
  time: number,
  tolerance: number,
): void => {
  const present = new Float64Array(slot.length)
  slot.forEach((s, at) => {
    if (s < 0) return
    present[at] = outputs[recordLength * s + inGradient]
    integralAt[at] = outputs[recordLength * s + inIntegral]
  })
  const relative = move.measure(present)
  state.last = time
  state.size = relative > 0 ? tolerance / relative : Number.POSITIVE_INFINITY
  state.stiffness = 0
  state.sensitivity = sensitivityOf(move, shape)
}

/** The largest ReLU~'(y)/y of a neuron of largest preactivation y. */
export const sensitivityOf = ({ largest }: BlockMove, { power, threshold }: Block['shape']): number => {
  let most = 0
  for (let c = 0; c < largest.length; c++)
    if (largest[c] > 0)
      most = Math.max(most, smoothedReluDerivative(largest[c], power, threshold) / largest[c])
  return most
}

/** Adds the relative change of a block that the drift may have caused until a time. */
export const accrue = (state: ClockState, time: number): void => {
  state.excess += state.sensitivity * Math.max(0, state.drift) * (time - state.excessAt)
  state.excessAt = time
}

/** Measures the drift of a class's gradients from this time on. */
export const compareFromNow = (
  clock: Clock,
  { records: { outputs, drift } }: PushedOutputs,
  time: number,
): void => {
  if (!isOwn(clock)) return
  const { block, state } = clock
  for (let at = 0; at < block.slot.length; at++) {
    const record = recordLength * block.slot[at]
    outputs[record + inGradientAt] = outputs[record + inGradient]
  }
  state.drift = 0
  drift[block.classOf[0]] = 0
  state.excess = 0
  state.excessAt = time
}

/**
 * Sets when a block moves next: at the end of its step, or earlier if the moves of other blocks
 * could change it by the tolerance.
 */
export const schedule = (state: ClockState, time: number, tolerance: number): void => {
  state.due = state.last + state.size
  const rate = state.sensitivity * state.drift
  // A stiff block follows its gradient at once, by less than the tolerance.
  if (rate > tolerance * state.stiffness)
    state.due = Math.min(state.due, Math.max(time, state.excessAt + (tolerance - state.excess) / rate))
}

/** Reads what pushed a block since its last move, until a time. */
export const readPushes = (
  { block, move, integralAt, state }: Clock,
  { records: { outputs, samples: ofSamples } }: PushedOutputs,
  time: number,
): void => {
  const { slot, samples, classOf } = block
  const { push, rate } = move
  const past = time - state.last
  for (let sample = 0, at = 0; sample < samples.length; sample++) {
    const since = time - ofSamples[sampleLength * samples[sample] + inTime]
    for (let lane = 0; lane < classOf.length; lane++, at++) {
      const s = slot[at]
      if (s < 0) continue
      const record = recordLength * s
      const pushed = outputs[record + inIntegral] + outputs[record + inGradient] * since
      push[at] = pushed - integralAt[at]
      integralAt[at] = pushed
      rate[at] = past * outputs[record + inCurvature]
    }
  }
}

/** Writes what would push a block in this time if all outputs stayed as they are. */
export const presentPushes = (
  { block: { slot }, move: { push, rate } }: Clock,
  { records: { outputs } }: PushedOutputs,
  past: number,
): void => {
  for (let at = 0; at < slot.length; at++) {
    if (slot[at] < 0) continue
    push[at] = past * outputs[recordLength * slot[at] + inGradient]
    rate[at] = past * outputs[recordLength * slot[at] + inCurvature]
  }
}

/** The result of a move. */
export interface Moved {
  /** The time that it took. */
  readonly past: number
  /** The largest relative change of a neuron. */
  readonly relative: number
  /** The largest change of an output, and the largest factor by which one that counts has grown. */
  change: number
  growth: number
}

/** The length of the step after a move: the tolerance divided by what changed, within bounds. */
export const nextSize = (
  { past, relative, change, growth }: Moved,
  size: number,
  tolerance: number,
  power: number,
): number => {
  const largest = Math.max(relative, pow(growth, 1 / power) - 1)
  const factor = Math.min(
    // In tensor power growth the next step is shorter by the factor by which the rate has grown.
    (tolerance / largest) * (1 - Math.min((power - 2) * relative, largestRise)),
    outputTolerance / change,
  )
  return Math.max(past * Math.min(factor, largestGrowth), Math.min(size, past * factor))
}

/** The longest step after one of this length, at this time. */
export const longestSize = (past: number, time: number): number => Math.max(past, largestShare * time)
