/**
 * The pushes that every output received: Σ η·(−∂L/∂F) since the start, at the ends of stretches of
 * steps. They can bring the weights of a block that was never computed up to the present.
 */

import { type OutputLayout, outputCount, relaying } from '../objective/output-layout.ts'
import { type HistoryState, refill } from './state.ts'

/** The most stretches that are kept. If there are more, two neighbours become one. */
const mostStretches = 256

export interface PushHistory {
  /** Adds Σ η·(−∂L/∂F), and Σ η·[−∂L/∂F]^+ of some steps. */
  add(push: Float64Array, upward: Float64Array): void
  /** Ends the present stretch and gives Σ η·[−∂L/∂F]^+ of it; the array is reused. */
  close(): Float64Array
  /** All pushes until the end of each closed stretch. */
  readonly ends: readonly Float64Array[]
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
  let ends: Float64Array[] = []
  return {
    get ends() {
      return ends
    },
    add: (more, moreUpward) => {
      for (let at = 0; at < push.length; at++) {
        push[at] += more[at]
        upward[at] += moreUpward[at]
      }
    },
    close: () => {
      ends.push(push.slice())
      if (ends.length > mostStretches) ends = ends.filter((_, s) => s % 2 === 1 || s === ends.length - 1)
      closed.set(upward)
      upward.fill(0)
      return closed
    },
    relay: to => {
      const relaid = relaying(layout, to)
      layout = { ...to }
      push = relaid(push)
      upward = relaid(upward)
      closed = new Float64Array(push.length)
      ends = ends.map(relaid)
    },
    state: () => ({
      push: push.slice(),
      upward: upward.slice(),
      ends: ends.map(end => end.slice()),
    }),
    restore: state => {
      refill(push, state.push)
      refill(upward, state.upward)
      ends = state.ends.map(end => {
        const copy = new Float64Array(push.length)
        refill(copy, end)
        return copy
      })
    },
  }
}
