/**
 * The push that every pair (class i, feature v) has received, measured as in growth-budget.ts, and
 * the pairs that have received the push at which they are due.
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
  /**
   * Adds the upward pushes at the present outputs.
   *
   * @returns the pairs that have received the push at which they are due, by class and feature.
   */
  add(upward: Float64Array): (readonly [ofClass: number, feature: number])[]
  /** The push on a pair so far. */
  of(ofClass: number, feature: number): number
  /** The pushes so far; `due` is saved by off-class.ts, which sets it. */
  state(): Pick<OffClassState, 'push' | 'common'>
  restore(state: Pick<OffClassState, 'push' | 'common'>): void
}

export const pairPushes = (data: Dataset, rows: FeatureRows, layout: OutputLayout): PairPushes => {
  const { classes } = data.settings
  const features = featureCount(data.settings)
  const scales = pushScales(data, rows)
  const { firstOfSample, featureOf, ofFeature, ofNoise, largestNorm } = scales
  /** At i·V·k + v. The push of the rest of each sample is not in it, but in `common`. */
  const push = new Float64Array(classes * features)
  const { common, mostNoise: mostOfRest, add: addToAll } = pushOfRest(scales)
  const due = new Float64Array(push.length)
  let slots = slotsByClass(layout)

  /** [V·k] the largest push on a noise coefficient of each feature's patches, of one class. */
  const mostNoise = new Float64Array(features)
  const addToClass = (i: number, upward: Float64Array, found: [number, number][]): void => {
    const { firstOfClass, slot, sample } = slots
    const rest = layout.slotClass.length
    const hasRest = upward.length > rest
    const ofClass = i * features
    for (let at = firstOfClass[i]; at < firstOfClass[i + 1]; at++) {
      const n = sample[at]
      const whole = upward[slot[at]]
      const more = whole - (hasRest ? upward[rest + n] : 0)
      if (whole === 0 && more === 0) continue
      for (let each = firstOfSample[n]; each < firstOfSample[n + 1]; each++) {
        const v = featureOf[each]
        push[ofClass + v] += more * ofFeature[each]
        const noise = whole * ofNoise[each]
        if (noise > mostNoise[v]) mostNoise[v] = noise
      }
    }
    for (let v = 0, pair = ofClass; v < features; v++, pair++) {
      const more = mostNoise[v] - mostOfRest[v]
      mostNoise[v] = 0
      if (more > 0) push[pair] += more
      if (push[pair] + common[v] >= due[pair]) found.push([i, v])
    }
  }
  return {
    due,
    largestNorm,
    add: upward => {
      if (slots.laidFor !== layout.slotClass) slots = slotsByClass(layout)
      addToAll(upward.subarray(layout.slotClass.length))
      const found: [number, number][] = []
      for (let i = 0; i < classes; i++) addToClass(i, upward, found)
      return found
    },
    of: (i, v) => push[i * features + v] + common[v],
    state: () => ({ push: push.slice(), common: common.slice() }),
    restore: state => {
      refill(push, state.push)
      refill(common, state.common)
    },
  }
}

/** The push of the rest of each sample, which all classes without a slot there receive. */
const pushOfRest = ({ firstOfSample, featureOf, ofFeature, ofNoise, largestNorm }: PushScales) => {
  /** [V·k] the push on each feature so far. */
  const common = new Float64Array(largestNorm.length)
  /** [V·k] the largest push on a noise coefficient of each feature's patches in the last `add`. */
  const mostNoise = new Float64Array(largestNorm.length)
  /** @param ofRest the upward push of each sample; empty if samples have no rest. */
  const add = (ofRest: Float64Array): void => {
    mostNoise.fill(0)
    for (let n = 0; n < ofRest.length; n++) {
      if (ofRest[n] === 0) continue
      for (let each = firstOfSample[n]; each < firstOfSample[n + 1]; each++) {
        const v = featureOf[each]
        common[v] += ofRest[n] * ofFeature[each]
        mostNoise[v] = Math.max(mostNoise[v], ofRest[n] * ofNoise[each])
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
  /** [N+1] the first feature of each sample; a sample has each of its features once. */
  readonly firstOfSample: Int32Array
  readonly featureOf: Int32Array
  /** The factor with which a push on the sample counts for a, z_max Σ_p z_p. */
  readonly ofFeature: Float64Array
  /** The factor for b: the largest ‖ξ‖² of the feature's patches in the sample. */
  readonly ofNoise: Float64Array
  /** [V·k] √(z² + ‖ξ‖²), the largest over a feature's patches. */
  readonly largestNorm: Float64Array
}

const pushScales = (data: Dataset, { ofFeature: rowsOf }: FeatureRows): PushScales => {
  const { size, firstPatch, feature, weight, noiseNorm } = data
  const largestWeight = new Float64Array(rowsOf.length)
  const largestNorm = new Float64Array(rowsOf.length)
  rowsOf.forEach((rows, v) => {
    for (const row of rows) {
      largestWeight[v] = Math.max(largestWeight[v], weight[row])
      largestNorm[v] = Math.max(largestNorm[v], hypot(weight[row], noiseNorm[row]))
    }
  })
  const firstOfSample = new Int32Array(size + 1)
  const featureOf = new Int32Array(feature.length)
  const ofFeature = new Float64Array(feature.length)
  const ofNoise = new Float64Array(feature.length)
  /** [V·k] where the present sample has the feature. */
  const place = new Int32Array(rowsOf.length).fill(-1)
  let count = 0
  for (let n = 0; n < size; n++) {
    const first = count
    for (let row = firstPatch[n]; row < firstPatch[n + 1]; row++) {
      const v = feature[row]
      if (place[v] < first) {
        place[v] = count
        featureOf[count++] = v
      }
      ofFeature[place[v]] += largestWeight[v] * weight[row]
      ofNoise[place[v]] = Math.max(ofNoise[place[v]], noiseNorm[row] * noiseNorm[row])
    }
    firstOfSample[n + 1] = count
  }
  return { firstOfSample, featureOf, ofFeature, ofNoise, largestNorm }
}
