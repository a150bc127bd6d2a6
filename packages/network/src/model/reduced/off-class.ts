/**
 * Watches the neurons of every class on the features of the others, which are not computed. Every pair (class i, feature v)
 * has the push it received so far and the push at which one of its neurons may have grown by a given factor
 * (growth-budget.ts). A pair that gets there is looked at, in three stages: before its initial weights are drawn they are bounded
 * by seven standard deviations; then by themselves; then by their values brought up to the present. Neurons that really
 * grew are promoted: from then on they are computed as the own ones are.
 */

import type { Dataset } from '../../data/dataset.ts'
import type { OutputLayout } from '../../objective/output-layout.ts'
import type { NetworkSettings } from '../../settings/settings.ts'
import { largestPreactivations, replay } from './block-state.ts'
import type { FeatureRows } from './feature-rows.ts'
import { growthBudget } from './growth-budget.ts'
import type { PushHistory } from './push-history.ts'
import type { ReducedStart } from './start.ts'

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
  /** Takes in the upward pushes of a stretch; gives the neurons that have to be computed from now on. */
  absorb(upward: Float64Array): PromotedUnit[]
  /** How many pairs were looked at, and the preactivations that it took. */
  looked(): { readonly drawn: number; readonly replayed: number; readonly preactivations: number }
  /** At least the largest preactivation of any neuron that is not computed. */
  largestIdle(): number
}

/** Before its start is drawn, no preactivation is taken to be beyond this many standard deviations: one in 10^12 is. */
const deviations = 7
/** A neuron may grow by this factor before it is computed; its outputs are then far below what a sum in float64 sees. */
export const promotionFactor = 2
/** One that reached most of it is promoted at once: it would only be looked at again and again. */
const nearlyThere = 0.9

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
  const features = 2 * classes
  const scales = pushScales(data, rows)
  /** Push on (i, v) so far at v·k + i, less that of the rest of each sample, which is in `common`. */
  const push = new Float64Array(features * classes)
  const common = new Float64Array(features)
  /** Push at which the pair has to be looked at next. */
  const due = new Float64Array(push.length)
  const stage = new Uint8Array(push.length)
  const promoted = new Set<number>()
  /** Bound on the preactivations of a pair's idle neurons until it is due. */
  const bound = new Float64Array(push.length)
  /** Below this `common` no pair of the feature is due. */
  const least = new Float64Array(features)
  for (let v = 0; v < features; v++) {
    const prior = deviations * network.initialScale * scales.largestNorm[v]
    due.fill(growthBudget(prior, promotionFactor, network), v * classes, (v + 1) * classes)
    bound.fill(promotionFactor * prior, v * classes, (v + 1) * classes)
    const own = v * classes + Math.floor(v / 2)
    due[own] = Number.POSITIVE_INFINITY
    bound[own] = 0
  }
  const count = { drawn: 0, replayed: 0, preactivations: 0 }

  const sums: PushSums = { push, common, due, least }
  const dueOf = (v: number): [ofClass: number, feature: number][] => {
    const pairs: [number, number][] = []
    for (let i = 0, pair = v * classes; i < classes; i++, pair++)
      if (push[pair] + common[v] >= due[pair]) pairs.push([i, v])
    return pairs
  }
  const look = (i: number, v: number): PromotedUnit[] => {
    const pair = v * classes + i
    const received = push[pair] + common[v]
    const idle = (r: number): boolean => !promoted.has(pair * neurons + r)
    const block = start.block(i, v)
    const initial = largestPreactivations(data, rows.ofFeature[v], block)
    const inBlock = block.b.length
    count.preactivations += inBlock
    const settle = (y: (r: number) => number, already: number): boolean => {
      let next = Number.POSITIVE_INFINITY
      let most = 0
      for (let r = 0; r < neurons; r++)
        if (idle(r) && initial[r] > 0) {
          next = Math.min(next, growthBudget(y(r), (promotionFactor * initial[r]) / y(r), network))
          most = Math.max(most, promotionFactor * initial[r])
        }
      due[pair] = already + next
      bound[pair] = most
      return due[pair] > received
    }
    if (stage[pair] === 0) {
      stage[pair] = 1
      count.drawn++
      if (settle(r => initial[r], 0)) return []
    }
    count.replayed++
    replay(data, rows, layout, history.stretches, network, [i, v], block)
    const present = largestPreactivations(data, rows.ofFeature[v], block)
    count.preactivations += (history.stretches.length + 1) * inBlock
    const found: PromotedUnit[] = []
    for (let r = 0; r < neurons; r++)
      if (idle(r) && initial[r] > 0 && present[r] >= nearlyThere * promotionFactor * initial[r]) {
        promoted.add(pair * neurons + r)
        found.push({
          ofClass: i,
          neuron: r,
          feature: v,
          a: block.a[r],
          b: Float64Array.from(rows.ofFeature[v], (_, p) => block.b[p * neurons + r]),
        })
      }
    settle(r => Math.max(present[r], initial[r]), received)
    return found
  }

  return {
    absorb: upward => {
      addPushes(data, layout, scales, upward, sums)
      const near: number[] = []
      for (let v = 0; v < features; v++) if (common[v] >= least[v]) near.push(v)
      const found = near
        .flatMap(dueOf)
        .sort(([i, v], [j, w]) => i - j || v - w)
        .flatMap(([i, v]) => look(i, v))
      for (const v of near) {
        least[v] = Number.POSITIVE_INFINITY
        for (let pair = v * classes; pair < (v + 1) * classes; pair++) lower(sums, v, pair)
      }
      return found
    },
    looked: () => ({ ...count }),
    largestIdle: () => bound.reduce((most, value) => Math.max(most, value), 0),
  }
}

interface PushScales {
  /** [Q] what a unit push on the row's sample counts for on the feature, at the first row of the feature in the sample; else 0. */
  readonly ofRow: Float64Array
  /** [2k] √(z² + ‖ξ‖²), the largest over a feature's patches. */
  readonly largestNorm: Float64Array
}

/** z_max Σ_p z_p + ‖ξ‖²_max of every (sample, feature), kept at the first row of the feature in the sample. */
const pushScales = (data: Dataset, { ofFeature, sampleOf }: FeatureRows): PushScales => {
  const ofRow = new Float64Array(data.feature.length)
  const largestNorm = new Float64Array(ofFeature.length)
  ofFeature.forEach((rows, v) => {
    let largestWeight = 0
    let largestNoise = 0
    for (const row of rows) {
      const [z, noise] = [data.weight[row], data.noiseNorm[row]]
      largestWeight = Math.max(largestWeight, z)
      largestNoise = Math.max(largestNoise, noise)
      largestNorm[v] = Math.max(largestNorm[v], Math.hypot(z, noise))
    }
    let first = -1
    for (const row of rows) {
      if (first < 0 || sampleOf[row] !== sampleOf[first]) {
        first = row
        ofRow[first] = largestNoise * largestNoise
      }
      ofRow[first] += largestWeight * data.weight[row]
    }
  })
  return { ofRow, largestNorm }
}

/** What `offClass` keeps under these names. */
interface PushSums {
  readonly push: Float64Array
  readonly common: Float64Array
  readonly due: Float64Array
  readonly least: Float64Array
}

/** Far above what rounding does to the comparison of a sum, far below what matters. */
const slack = 2 ** -50

/** Keeps `least` below the `common` at which a pair of the feature is due; an infinite `due` leaves it as it is. */
const lower = ({ push, due, least }: PushSums, v: number, pair: number): void => {
  const limit = due[pair] - push[pair] - slack * (Math.abs(due[pair]) + Math.abs(push[pair]))
  if (limit < least[v]) least[v] = limit
}

const addPushes = (
  data: Dataset,
  layout: OutputLayout,
  { ofRow }: PushScales,
  upward: Float64Array,
  sums: PushSums,
): void => {
  const { firstPatch, feature } = data
  const { classes, firstSlot, slotClass } = layout
  const { push, common } = sums
  const slots = slotClass.length
  const hasRest = upward.length > slots
  /** Of one sample: the classes pushed otherwise than its rest, and by how much more. */
  const pushed = new Int32Array(classes)
  const more = new Float64Array(classes)
  for (let n = 0; n < data.size; n++) {
    const ofRest = hasRest ? upward[slots + n] : 0
    let count = 0
    for (let slot = firstSlot[n]; slot < firstSlot[n + 1]; slot++) {
      const beyond = upward[slot] - ofRest
      if (beyond === 0) continue
      pushed[count] = slotClass[slot]
      more[count++] = beyond
    }
    if (count === 0 && ofRest === 0) continue
    for (let row = firstPatch[n]; row < firstPatch[n + 1]; row++) {
      const scale = ofRow[row]
      if (scale === 0) continue
      const v = feature[row]
      common[v] += ofRest * scale
      for (let at = 0; at < count; at++) {
        const pair = v * classes + pushed[at]
        push[pair] += more[at] * scale
        lower(sums, v, pair)
      }
    }
  }
}
