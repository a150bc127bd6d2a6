/**
 * The drifts of the classes' clocks: how fast evaluations change the gradients at the outputs of a
 * class while it stands still.
 */

import { type OutputLayout, outputCount } from '../../objective/output-layout.ts'
import { outputScales } from '../output-scales.ts'
import { accrue, type Clock, schedule } from './clock.ts'
import type { PushedOutputs } from './pushed-outputs.ts'

export interface Drifts {
  /** Lets the next evaluation add to the drifts of the clocks. */
  lend(): void
  /** Takes the drifts that an evaluation has changed. */
  note(time: number): void
  /** Sets when the classes whose drifts have changed move next. */
  schedule(time: number, tolerance: number): void
  /** To be called when the layout has more slots. */
  relay(): void
}

/** @param own the clock of each class on its own features */
export const driftsOf = (pushed: PushedOutputs, layout: OutputLayout, own: readonly Clock[]): Drifts => {
  let hasScales = false
  /** Classes whose gradients have changed while they stand still. */
  let changed: number[] = []
  return {
    lend: () => {
      // The factors of drifts are 0 in slots that no own neuron meets.
      if (hasScales) return
      hasScales = true
      pushed.setScales(slotScales(layout, own))
      const { drift } = pushed.records
      for (let i = 0; i < drift.length; i++) drift[i] = own[i].state.drift
    },
    note: time => {
      const { drift, isDirty, changed: fresh } = pushed.records
      for (let c = 1; c <= fresh[0]; c++) {
        const i = fresh[c]
        isDirty[i] = 0
        const { state } = own[i]
        accrue(state, time)
        state.drift = drift[i]
        changed.push(i)
      }
      fresh[0] = 0
    },
    schedule: (time, tolerance) => {
      for (const ofClass of changed) schedule(own[ofClass].state, time, tolerance)
      changed = []
    },
    relay: () => {
      hasScales = false
    },
  }
}

const slotScales = (layout: OutputLayout, own: readonly Clock[]): Float64Array => {
  const scale = new Float64Array(outputCount(layout))
  for (const { block } of own) {
    const ofBlock = outputScales(block)
    block.slot.forEach((slot, at) => {
      scale[slot] = ofBlock[at]
    })
  }
  return scale
}
