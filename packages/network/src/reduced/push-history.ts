/**
 * What descent has pushed every output by: Σ η·(−∂L/∂F) over stretches of steps. From it the
 * weights of a block that was never computed can be brought up to the present.
 */

import { type OutputLayout, outputCount, relaid } from '../objective/output-layout.ts'
import { type HistoryState, refill } from './state.ts'

/** Stretches kept; beyond it two neighbours become one. */
const mostStretches = 256

export interface PushHistory {
  /** Notes a step of this size along the gradient ∂L/∂F. */
  note(size: number, outputGradient: Float64Array): void
  /** Adds Σ η·(−∂L/∂F), and Σ η·[−∂L/∂F]^+, of steps that were taken elsewhere. */
  add(push: Float64Array, upward: Float64Array): void
  /** Ends the present stretch and gives Σ η·[−∂L/∂F]^+ of it; the array is reused. */
  close(): Float64Array
  /** The pushes of each closed stretch. */
  readonly stretches: readonly Float64Array[]
  /** Changes to a layout with more slots. */
  relay(to: OutputLayout): void
  state(): HistoryState
  /** Resumes from a state of the present layout. */
  restore(state: HistoryState): void
}

export const pushHistory = (start: OutputLayout): PushHistory => {
  let layout = { ...start }
  let push: Float64Array = new Float64Array(outputCount(layout))
  let upward: Float64Array = new Float64Array(push.length)
  let closed = new Float64Array(push.length)
  let stretches: Float64Array[] = []
  return {
    get stretches() {
      return stretches
    },
    note: (size, outputGradient) => {
      addTo(push, upward, size, outputGradient)
    },
    add: (more, moreUpward) => {
      for (let at = 0; at < push.length; at++) {
        push[at] += more[at]
        upward[at] += moreUpward[at]
      }
    },
    close: () => {
      stretches.push(push.slice())
      if (stretches.length > mostStretches) stretches = inPairs(stretches)
      closed.set(upward)
      push.fill(0)
      upward.fill(0)
      return closed
    },
    relay: to => {
      const old = layout
      layout = { ...to }
      push = relaid(old, push, to)
      upward = relaid(old, upward, to)
      closed = new Float64Array(push.length)
      stretches = stretches.map(stretch => relaid(old, stretch, to))
    },
    state: () => ({
      push: push.slice(),
      upward: upward.slice(),
      stretches: stretches.map(stretch => stretch.slice()),
    }),
    restore: state => {
      refill(push, state.push)
      refill(upward, state.upward)
      stretches = state.stretches.map(stretch => {
        const copy = new Float64Array(push.length)
        refill(copy, stretch)
        return copy
      })
    },
  }
}

const addTo = (
  push: Float64Array,
  upward: Float64Array,
  size: number,
  outputGradient: Float64Array,
): void => {
  for (let at = 0; at < push.length; at++) {
    const change = -size * outputGradient[at]
    push[at] += change
    if (change > 0) upward[at] += change
  }
}

const inPairs = (stretches: readonly Float64Array[]): Float64Array[] =>
  Array.from({ length: Math.ceil(stretches.length / 2) }, (_, s) => {
    const sum = stretches[2 * s]
    stretches[2 * s + 1]?.forEach((push, at) => {
      sum[at] += push
    })
    return sum
  })
