/**
 * The neurons that are not computed: when each pair (class i, feature v) is due next, and the bound
 * on the preactivations of its idle neurons until then.
 */

import type { Dataset } from '../data/dataset.ts'
import { classOfFeature, featureCount } from '../data/features.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { growthBudget } from './growth-budget.ts'
import type { PairPushes } from './pair-pushes.ts'
import { type Drawn, promotionFactor } from './pair-starts.ts'
import { type OffClassState, refill } from './state.ts'

/**
 * Before its start is drawn, no preactivation is taken to be beyond this many standard deviations:
 * one in 10^12 is.
 */
const deviations = 7

export interface IdleBounds {
  isIdle(of: Drawn, neuron: number): boolean
  promote(of: Drawn, neuron: number): void
  /** Sets when a pair is due next, and the bound on its idle neurons until then. */
  settle(of: Drawn): void
  /** The largest bound of all pairs. */
  largest(): number
  state(): Pick<OffClassState, 'due' | 'bound' | 'promoted'>
  restore(state: Pick<OffClassState, 'due' | 'bound' | 'promoted'>): void
}

/** @param pushes whose `due` this sets. */
export const idleBounds = (
  data: Dataset,
  network: NetworkSettings,
  { due, largestNorm }: Pick<PairPushes, 'due' | 'largestNorm'>,
): IdleBounds => {
  const { classes } = data.settings
  const { neurons } = network
  const features = featureCount(data.settings)
  const promoted = new Set<number>()
  const bound = new Float64Array(due.length)
  for (let v = 0; v < features; v++) {
    const prior = deviations * network.initialScale * largestNorm[v]
    const budget = growthBudget(prior, promotionFactor, network)
    for (let i = 0, pair = v; i < classes; i++, pair += features) {
      const own = classOfFeature(v, data.settings) === i
      due[pair] = own ? Number.POSITIVE_INFINITY : budget
      bound[pair] = own ? 0 : promotionFactor * prior
    }
  }
  const isIdle = ({ pair, initial }: Drawn, r: number): boolean =>
    initial[r] > 0 && !promoted.has(pair * neurons + r)
  return {
    isIdle,
    promote: ({ pair }, r) => promoted.add(pair * neurons + r),
    settle: of => {
      const { pair } = of
      due[pair] = Number.POSITIVE_INFINITY
      bound[pair] = 0
      for (let r = 0; r < neurons; r++) {
        if (!isIdle(of, r)) continue
        due[pair] = Math.min(due[pair], of.due[r])
        bound[pair] = Math.max(bound[pair], promotionFactor * of.initial[r])
      }
    },
    largest: () => bound.reduce((most, value) => Math.max(most, value), 0),
    state: () => ({ due: due.slice(), bound: bound.slice(), promoted: Float64Array.from(promoted) }),
    restore: state => {
      refill(due, state.due)
      refill(bound, state.bound)
      promoted.clear()
      for (const neuron of state.promoted) promoted.add(neuron)
    },
  }
}
