/**
 * The push that every pair (class i, feature v) has received, measured as in growth-budget.ts, and
 * the pairs that have received the push at which they are due. There are V·k² pairs, and few are
 * ever due; pairs that cannot be due are skipped.
 */

import { hypot } from '@multiview/tensor/math'
import type { Dataset } from '../data/dataset.ts'
import { featureCount } from '../data/features.ts'
import type { OutputLayout } from '../objective/output-layout.ts'
import type { FeatureRows } from './feature-rows.ts'
import { type OffClassState, refill } from './state.ts'

export interface PairPushes {
  /** Push at which the pair has to be looked at next, at i·V·k + v. */
  readonly due: Float64Array
  /** [V·k] √(z² + ‖ξ‖²), the largest over a feature's patches. */
  readonly largestNorm: Float64Array
  /** Adds the upward pushes at the present outputs. */
  add(upward: Float64Array): void
  /** The push on a pair so far. */
  of(ofClass: number, feature: number): number
  /** The pairs that have received the push at which they are due, by class and feature. */
  reached(): (readonly [ofClass: number, feature: number])[]
  /** The pushes so far; `due` is saved by off-class.ts, which sets it. */
  state(): Pick<OffClassState, 'push' | 'common'>
  restore(state: Pick<OffClassState, 'push' | 'common'>): void
}

/** Far above what rounding changes in a sum that is compared, and far below what matters. */
const slack = 2 ** -50

export const pairPushes = (data: Dataset, rows: FeatureRows, layout: OutputLayout): PairPushes => {
  const { classes } = data.settings
  const features = featureCount(data.settings)
  const scales = pushScales(data, rows)
  const { isFirst, ofFeature, ofNoise, largestNorm } = scales
  const everyFeature = (): Int32Array => Int32Array.from({ length: features }, (_, v) => v)
  /** At i·V·k + v. The push of the rest of each sample is not in it, but in `common`. */
  const push = new Float64Array(classes * features)
  const { common, mostNoise: mostOfRest, add: addToAll } = pushOfRest(data, scales)
  const due = new Float64Array(push.length)
  /** For each feature, at most the `common` at which one of its pairs is due. */
  const least = new Float64Array(features)
  /**
   * Features whose `least` must be found again: some of their pairs were due, and may have another
   * due since then.
   */
  let unsure = everyFeature()
  let slots = slotsByClass(layout)

  const lower = (pair: number, v: number): void => {
    const limit = due[pair] - push[pair] - slack * (Math.abs(due[pair]) + Math.abs(push[pair]))
    // This is not a number if nothing is ever due.
    if (limit < least[v]) least[v] = limit
  }
  /** [V·k] the largest push on a noise coefficient of each feature's patches, of one class. */
  const mostNoise = new Float64Array(features)
  const addToClass = (i: number, upward: Float64Array): void => {
    const { firstPatch, feature } = data
    const { firstOfClass, slot, sample } = slots
    const rest = layout.slotClass.length
    const hasRest = upward.length > rest
    for (let at = firstOfClass[i]; at < firstOfClass[i + 1]; at++) {
      const n = sample[at]
      const whole = upward[slot[at]]
      const more = whole - (hasRest ? upward[rest + n] : 0)
      if (whole === 0 && more === 0) continue
      for (let row = firstPatch[n]; row < firstPatch[n + 1]; row++) {
        if (isFirst[row] === 0) continue
        const v = feature[row]
        push[i * features + v] += more * ofFeature[row]
        mostNoise[v] = Math.max(mostNoise[v], whole * ofNoise[row])
        lower(i * features + v, v)
      }
    }
    for (let v = 0; v < features; v++) {
      const more = mostNoise[v] - mostOfRest[v]
      mostNoise[v] = 0
      if (!(more > 0)) continue
      push[i * features + v] += more
      lower(i * features + v, v)
    }
  }
  return {
    due,
    largestNorm,
    add: upward => {
      for (const v of unsure) least[v] = Number.POSITIVE_INFINITY
      for (let i = 0; i < classes; i++) for (const v of unsure) lower(i * features + v, v)
      if (slots.laidFor !== layout.slotClass) slots = slotsByClass(layout)
      addToAll(upward.subarray(layout.slotClass.length))
      for (let i = 0; i < classes; i++) addToClass(i, upward)
    },
    of: (i, v) => push[i * features + v] + common[v],
    reached: () => {
      unsure = everyFeature().filter(v => common[v] >= least[v])
      const found: [number, number][] = []
      for (let i = 0; i < classes; i++)
        for (const v of unsure)
          if (push[i * features + v] + common[v] >= due[i * features + v]) found.push([i, v])
      return found
    },
    state: () => ({ push: push.slice(), common: common.slice() }),
    restore: state => {
      refill(push, state.push)
      refill(common, state.common)
      unsure = everyFeature()
    },
  }
}

/** The push of the rest of each sample, which all classes without a slot there receive. */
const pushOfRest = (data: Dataset, { isFirst, ofFeature, ofNoise, largestNorm }: PushScales) => {
  /** [V·k] the push on each feature so far. */
  const common = new Float64Array(largestNorm.length)
  /** [V·k] the largest push on a noise coefficient of each feature's patches in the last `add`. */
  const mostNoise = new Float64Array(largestNorm.length)
  /** @param ofRest the upward push of each sample; empty if samples have no rest. */
  const add = (ofRest: Float64Array): void => {
    mostNoise.fill(0)
    for (let n = 0; n < ofRest.length; n++) {
      if (ofRest[n] === 0) continue
      for (let row = data.firstPatch[n]; row < data.firstPatch[n + 1]; row++) {
        if (isFirst[row] === 0) continue
        const v = data.feature[row]
        common[v] += ofRest[n] * ofFeature[row]
        mostNoise[v] = Math.max(mostNoise[v], ofRest[n] * ofNoise[row])
      }
    }
    for (let v = 0; v < common.length; v++) common[v] += mostNoise[v]
  }
  return { common, mostNoise, add }
}

interface SlotsByClass {
  /** The layout's slots that these arrays belong to. */
  readonly laidFor: Int32Array
  /** [k+1] */
  readonly firstOfClass: Int32Array
  /** [S] slots by class, each class's increasing, and their samples. */
  readonly slot: Int32Array
  readonly sample: Int32Array
}

const slotsByClass = ({ classes, size, firstSlot, slotClass }: OutputLayout): SlotsByClass => {
  const firstOfClass = new Int32Array(classes + 1)
  for (const i of slotClass) firstOfClass[i + 1]++
  for (let i = 0; i < classes; i++) firstOfClass[i + 1] += firstOfClass[i]
  const next = firstOfClass.slice()
  const slot = new Int32Array(slotClass.length)
  const sample = new Int32Array(slotClass.length)
  for (let n = 0; n < size; n++)
    for (let at = firstSlot[n]; at < firstSlot[n + 1]; at++) {
      const place = next[slotClass[at]]++
      slot[place] = at
      sample[place] = n
    }
  return { laidFor: slotClass, firstOfClass, slot, sample }
}

interface PushScales {
  /** [Q] 1 at the first row of a feature in a sample, else 0. */
  readonly isFirst: Uint8Array
  /**
   * [Q] the factor with which a push on the row's sample counts for a, z_max Σ_p z_p, at first
   * rows.
   */
  readonly ofFeature: Float64Array
  /** [Q] the factor for b: the largest ‖ξ‖² of the feature's patches in the sample. */
  readonly ofNoise: Float64Array
  /** [V·k] √(z² + ‖ξ‖²), the largest over a feature's patches. */
  readonly largestNorm: Float64Array
}

const pushScales = (data: Dataset, { ofFeature: rowsOf, sampleOf }: FeatureRows): PushScales => {
  const isFirst = new Uint8Array(data.feature.length)
  const ofFeature = new Float64Array(data.feature.length)
  const ofNoise = new Float64Array(data.feature.length)
  const largestNorm = new Float64Array(rowsOf.length)
  rowsOf.forEach((rows, v) => {
    let largestWeight = 0
    for (const row of rows) {
      largestWeight = Math.max(largestWeight, data.weight[row])
      largestNorm[v] = Math.max(largestNorm[v], hypot(data.weight[row], data.noiseNorm[row]))
    }
    let first = -1
    for (const row of rows) {
      if (first < 0 || sampleOf[row] !== sampleOf[first]) first = row
      isFirst[first] = 1
      ofFeature[first] += largestWeight * data.weight[row]
      ofNoise[first] = Math.max(ofNoise[first], data.noiseNorm[row] * data.noiseNorm[row])
    }
  })
  return { isFirst, ofFeature, ofNoise, largestNorm }
}
