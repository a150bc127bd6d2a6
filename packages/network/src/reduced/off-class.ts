/**
 * Watches the neurons of every class on the features of the others, which are not computed. Every
 * pair (class i, feature v) has the push it received so far and the push at which one of its
 * neurons may have grown by a given factor (growth-budget.ts). A pair that gets there is looked at,
 * in three stages: before its initial weights are drawn they are bounded by seven standard
 * deviations; then by themselves; then by their values brought up to the present. Neurons that
 * really grew are promoted: from then on they are computed as the own ones are.
 */

import type { Dataset } from '../data/dataset.ts'
import type { OutputLayout } from '../objective/output-layout.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { largestPreactivations, replay } from './block-state.ts'
import type { FeatureRows } from './feature-rows.ts'
import { growthBudget } from './growth-budget.ts'
import { idleBounds } from './idle-bounds.ts'
import { pairPushes } from './pair-pushes.ts'
import { column, type Drawn, pairStarts, promotionFactor, together } from './pair-starts.ts'
import type { PushHistory } from './push-history.ts'
import type { ReducedStart } from './start.ts'
import { type OffClassState, refill } from './state.ts'

/** A neuron on a feature of another class, computed from now on. */
export interface PromotedUnit {
  readonly ofClass: number
  readonly neuron: number
  readonly feature: number
  /** ⟨w, v⟩ at present. */
  readonly a: number
  /** ⟨w, ξ⟩ at present for the feature's patches. */
  readonly b: Float64Array
}

export interface OffClass {
  /**
   * Takes in the upward pushes of a stretch; gives the neurons that have to be computed from now
   * on.
   */
  absorb(upward: Float64Array): PromotedUnit[]
  /** How many pairs were looked at, and the preactivations that it took. */
  looked(): { readonly drawn: number; readonly replayed: number; readonly preactivations: number }
  /**
   * At least the largest preactivation of any neuron that is not computed, to first order: pairs
   * that were looked at count from values of a replay (block-state.ts).
   */
  largestIdle(): number
  state(): OffClassState
  restore(state: OffClassState): void
}

/**
 * A neuron with this share of the bound is promoted at once: otherwise it would be examined again
 * and again. The rest is a margin for the error of a replay.
 */
const nearlyThere = 0.9

export const offClass = (
  data: Dataset,
  rows: FeatureRows,
  layout: OutputLayout,
  network: NetworkSettings,
  start: ReducedStart,
  history: PushHistory,
): OffClass => {
  const pushes = pairPushes(data, rows, layout)
  const idle = idleBounds(data, network, pushes)
  const starts = pairStarts(data, rows, network, start)
  /** 1 for a pair that was looked at. */
  const stage = new Uint8Array(pushes.due.length)
  const count = { drawn: 0, replayed: 0, preactivations: 0 }

  /** Brings the neurons of a pair that are due up to the present. */
  const replayDue = (of: Drawn, received: number): PromotedUnit[] => {
    const { ofClass, feature } = of
    const some = Array.from(of.due.keys()).filter(r => idle.isIdle(of, r) && of.due[r] <= together * received)
    count.replayed++
    const block = starts.block(of, some)
    count.preactivations += replay(data, rows, layout, history.ends, network, [ofClass, feature], block)
    const present = largestPreactivations(data, rows.ofFeature[feature], block)
    const found: PromotedUnit[] = []
    some.forEach((r, at) => {
      const limit = promotionFactor * of.initial[r]
      if (present[at] >= nearlyThere * limit) {
        idle.promote(of, r)
        found.push({ ofClass, neuron: r, feature, a: block.a[at], b: column(block.b, some.length, at) })
      } else {
        const y = Math.max(present[at], of.initial[r])
        starts.postpone(of, r, received + growthBudget(y, limit / y, network))
      }
    })
    return found
  }
  const look = (i: number, v: number): PromotedUnit[] => {
    const of = starts.of(i, v)
    const received = pushes.of(i, v)
    if (stage[of.pair] === 0) {
      stage[of.pair] = 1
      count.drawn++
      count.preactivations += rows.ofFeature[v].length * network.neurons
    }
    idle.settle(of)
    if (pushes.due[of.pair] > received) return []
    const found = replayDue(of, received)
    idle.settle(of)
    return found
  }

  return {
    absorb: upward => pushes.add(upward).flatMap(([i, v]) => look(i, v)),
    looked: () => ({ ...count }),
    largestIdle: idle.largest,
    state: () => ({
      ...pushes.state(),
      ...idle.state(),
      stage: Int32Array.from(stage),
      later: starts.state(),
      ...count,
    }),
    restore: state => {
      pushes.restore(state)
      idle.restore(state)
      refill(stage, state.stage)
      starts.restore(state.later)
      for (const name of ['drawn', 'replayed', 'preactivations'] as const) count[name] = state[name]
    },
  }
}
