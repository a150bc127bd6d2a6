/**
 * Watches the neurons of every class on the features of the others, which are not computed. Every
 * pair (class i, feature v) has the push it received so far and the push at which one of its
 * neurons may have grown by a given factor (growth-budget.ts). A pair that gets there is looked at,
 * in three stages: before its initial weights are drawn they are bounded by seven standard
 * deviations; then by themselves; then by their values brought up to the present. Neurons that
 * really grew are promoted: from then on they are computed as the own ones are.
 */

import type { Dataset } from '../data/dataset.ts'
import { classOfFeature, featureCount } from '../data/features.ts'
import type { OutputLayout } from '../objective/output-layout.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { largestPreactivations, replay } from './block-state.ts'
import type { FeatureRows } from './feature-rows.ts'
import { growthBudget } from './growth-budget.ts'
import { pairPushes } from './pair-pushes.ts'
import type { PushHistory } from './push-history.ts'
import type { BlockWeights, ReducedStart } from './start.ts'
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
 * Before its start is drawn, no preactivation is taken to be beyond this many standard deviations:
 * one in 10^12 is.
 */
const deviations = 7
/**
 * A neuron may grow by this factor before it is computed; its outputs are then far below what a sum
 * in float64 sees.
 */
export const promotionFactor = 2
/**
 * A neuron with this share of the bound is promoted at once: otherwise it would be examined again
 * and again. The rest is a margin for the error of a replay.
 */
const nearlyThere = 0.9
/** Neurons due at up to this many times the push are brought up to the present together. */
const together = 1.3
/** Pairs whose initial weights are kept in memory; those of others are drawn again. */
const mostRemembered = 2 ** 16

/** What is kept of a pair's initial weights. */
interface Drawn {
  /** The largest preactivation of each neuron. */
  readonly initial: Float64Array
  /** The push at which each neuron may next have grown by `promotionFactor`. */
  readonly due: Float64Array
  /** Each a block of one neuron. */
  readonly neurons: Map<number, BlockWeights>
}

export const offClass = (
  data: Dataset,
  rows: FeatureRows,
  layout: OutputLayout,
  network: NetworkSettings,
  start: ReducedStart,
  history: PushHistory,
): OffClass => {
  const { classes } = data.settings
  const { neurons } = network
  const features = featureCount(data.settings)
  const pushes = pairPushes(data, rows, layout)
  const { due } = pushes
  const stage = new Uint8Array(due.length)
  const promoted = new Set<number>()
  /** Bound on the preactivations of a pair's idle neurons until it is due. */
  const bound = new Float64Array(due.length)
  for (let v = 0; v < features; v++) {
    const prior = deviations * network.initialScale * pushes.largestNorm[v]
    const budget = growthBudget(prior, promotionFactor, network)
    for (let i = 0, pair = v; i < classes; i++, pair += features) {
      const own = classOfFeature(v, data.settings) === i
      due[pair] = own ? Number.POSITIVE_INFINITY : budget
      bound[pair] = own ? 0 : promotionFactor * prior
    }
  }
  const count = { drawn: 0, replayed: 0, preactivations: 0 }

  const remembered = new Map<number, Drawn>()
  /** The push at which each neuron is due that was brought up to the present. */
  const later = new Map<number, number>()
  const drawn = (i: number, v: number): Drawn => {
    const pair = i * features + v
    const found = remembered.get(pair)
    if (found !== undefined) return found
    const { a, b } = start.block(i, v)
    const initial = largestPreactivations(data, rows.ofFeature[v], { a, b })
    const made: Drawn = {
      initial,
      due: initial.map(y => growthBudget(y, promotionFactor, network)),
      neurons: new Map<number, BlockWeights>(),
    }
    for (let r = 0; r < neurons; r++) made.due[r] = later.get(pair * neurons + r) ?? made.due[r]
    if (remembered.size < mostRemembered) {
      remembered.set(pair, made)
      const least = made.due.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY)
      for (let r = 0; r < neurons; r++) if (made.due[r] <= together * least) keep(made, r, { a, b })
    }
    return made
  }
  const keep = ({ neurons: kept }: Drawn, r: number, { a, b }: BlockWeights): void => {
    kept.set(r, { a: a.slice(r, r + 1), b: column(b, neurons, r) })
  }
  /** Neurons of a pair at the start, as a block of their own. */
  const neuronsOf = (i: number, v: number, of: Drawn, some: readonly number[]): BlockWeights => {
    const { neurons: kept } = of
    if (some.some(r => !kept.has(r))) {
      const block = start.block(i, v)
      for (const r of some) keep(of, r, block)
    }
    const patches = rows.ofFeature[v].length
    const block = { a: new Float64Array(some.length), b: new Float64Array(patches * some.length) }
    some.forEach((r, at) => {
      const { a, b } = kept.get(r) as BlockWeights
      block.a[at] = a[0]
      for (let p = 0; p < patches; p++) block.b[p * some.length + at] = b[p]
    })
    return block
  }
  const isIdle = (pair: number, { initial }: Drawn, r: number): boolean =>
    initial[r] > 0 && !promoted.has(pair * neurons + r)
  /** When a pair is due next, and the bound on its idle neurons until then. */
  const settle = (pair: number, of: Drawn): void => {
    due[pair] = Number.POSITIVE_INFINITY
    bound[pair] = 0
    for (let r = 0; r < neurons; r++) {
      if (!isIdle(pair, of, r)) continue
      due[pair] = Math.min(due[pair], of.due[r])
      bound[pair] = Math.max(bound[pair], promotionFactor * of.initial[r])
    }
  }
  const look = (i: number, v: number): PromotedUnit[] => {
    const pair = i * features + v
    const received = pushes.of(i, v)
    if (stage[pair] === 0) {
      stage[pair] = 1
      count.drawn++
      count.preactivations += rows.ofFeature[v].length * neurons
    }
    const of = drawn(i, v)
    settle(pair, of)
    if (due[pair] > received) return []
    const some = Array.from(of.due.keys()).filter(
      r => isIdle(pair, of, r) && of.due[r] <= together * received,
    )
    count.replayed++
    const block = neuronsOf(i, v, of, some)
    count.preactivations += replay(data, rows, layout, history.ends, network, [i, v], block)
    const present = largestPreactivations(data, rows.ofFeature[v], block)
    const found: PromotedUnit[] = []
    some.forEach((r, at) => {
      const limit = promotionFactor * of.initial[r]
      if (present[at] >= nearlyThere * limit) {
        promoted.add(pair * neurons + r)
        found.push({
          ofClass: i,
          neuron: r,
          feature: v,
          a: block.a[at],
          b: column(block.b, some.length, at),
        })
      } else {
        const y = Math.max(present[at], of.initial[r])
        of.due[r] = received + growthBudget(y, limit / y, network)
        later.set(pair * neurons + r, of.due[r])
      }
    })
    settle(pair, of)
    return found
  }

  return {
    absorb: upward => {
      pushes.add(upward)
      return pushes.reached().flatMap(([i, v]) => look(i, v))
    },
    looked: () => ({ ...count }),
    largestIdle: () => bound.reduce((most, value) => Math.max(most, value), 0),
    state: () => ({
      ...pushes.state(),
      due: due.slice(),
      bound: bound.slice(),
      stage: Int32Array.from(stage),
      promoted: Float64Array.from(promoted),
      later: Float64Array.from([...later].flat()),
      ...count,
    }),
    restore: state => {
      pushes.restore(state)
      refill(due, state.due)
      refill(bound, state.bound)
      refill(stage, state.stage)
      promoted.clear()
      for (const neuron of state.promoted) promoted.add(neuron)
      later.clear()
      for (let at = 0; at < state.later.length; at += 2) later.set(state.later[at], state.later[at + 1])
      remembered.clear()
      for (const name of ['drawn', 'replayed', 'preactivations'] as const) count[name] = state[name]
    },
  }
}

const column = (matrix: Float64Array, columns: number, of: number): Float64Array => {
  const values = new Float64Array(matrix.length / columns)
  for (let row = 0, at = of; row < values.length; row++, at += columns) values[row] = matrix[at]
  return values
}
