/** A multirate model at some moment as plain data. */

import { cut, type HistoryState, joined, type OffClassState } from '../state.ts'
import type { PushedOutputsState } from './pushed-outputs.ts'

/** A block's clock. */
export interface ClockState {
  /** When the block moved last, and how long its step is. */
  last: number
  size: number
  /** When it moves next. */
  due: number
  /** Σ |change of ∂L/∂F since it moved| · scale over its outputs. */
  drift: number
  /** The relative change that the drift may have caused since, up to `excessAt`. */
  excess: number
  excessAt: number
  /**
   * The largest ReLU~'(y)/y of a neuron of largest preactivation y: its relative change per push.
   */
  sensitivity: number
  /** At least the largest eigenvalue of SK, per unit of time. */
  stiffness: number
}

const names = [
  'last',
  'size',
  'due',
  'drift',
  'excess',
  'excessAt',
  'sensitivity',
  'stiffness',
] as const satisfies readonly (keyof ClockState)[]

/** The saved state of a block. The arrays are those of its step. */
interface ClockArrays {
  readonly a: Float64Array
  readonly b: Float64Array
  readonly largest: Float64Array
  readonly integralAt: Float64Array
  readonly state: ClockState
}

export interface ClocksState {
  readonly a: Float64Array
  readonly b: Float64Array
  readonly largest: Float64Array
  readonly integralAt: Float64Array
  /** [blocks, numbers of a clock] */
  readonly clocks: Float64Array
}

export interface MultirateState extends ClocksState, PushedOutputsState {
  readonly firstSlot: Int32Array
  readonly slotClass: Int32Array
  /** Class, neuron and feature of each neuron of each promoted group. */
  readonly groups: readonly Int32Array[]
  /** Age, time, moves, the next look, preactivations computed. */
  readonly numbers: Float64Array
  readonly offClass: OffClassState
  readonly history: HistoryState
}

const arrays = ['a', 'b', 'largest', 'integralAt'] as const

export const joinClocks = (clocks: readonly ClockArrays[]): ClocksState => ({
  a: joined(clocks.map(({ a }) => a)),
  b: joined(clocks.map(({ b }) => b)),
  largest: joined(clocks.map(({ largest }) => largest)),
  integralAt: joined(clocks.map(({ integralAt }) => integralAt)),
  clocks: Float64Array.from(clocks.flatMap(({ state }) => names.map(name => state[name]))),
})

/** The inverse of `joinClocks`. @throws RangeError where the numbers do not fit. */
export const cutClocks = (from: ClocksState, into: readonly ClockArrays[]): void => {
  for (const name of arrays)
    cut(
      from[name],
      into.map(each => each[name]),
    )
  const numbers = into.map(() => new Float64Array(names.length))
  cut(from.clocks, numbers)
  into.forEach(({ state }, at) => {
    names.forEach((name, of) => {
      state[name] = numbers[at][of]
    })
  })
}
