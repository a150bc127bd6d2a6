/** The weights of one block brought up to the present from its start and the history of pushes. */

import { unitPower } from '../activation/smoothed-relu.ts'
import type { Dataset } from '../data/dataset.ts'
import { type OutputLayout, slotOf } from '../objective/output-layout.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import type { FeatureRows } from './feature-rows.ts'
import type { BlockWeights } from './start.ts'

/** The largest preactivation of each neuron on the feature's patches, [m]. */
export const largestPreactivations = (
  data: Dataset,
  rows: Int32Array,
  { a, b }: BlockWeights,
): Float64Array => {
  const m = a.length
  const largest = new Float64Array(m).fill(Number.NEGATIVE_INFINITY)
  for (let p = 0, at = 0; p < rows.length; p++) {
    const z = data.weight[rows[p]]
    for (let r = 0; r < m; r++, at++) {
      const u = a[r] * z + b[at]
      if (u > largest[r]) largest[r] = u
    }
  }
  return largest
}

/** The largest change of a neuron's largest preactivation in one step of a replay, as a share. */
const finestChange = 0.1
/**
 * The least part of a stretch that one step of a replay takes: descent itself takes about as many
 * steps in a stretch, and growth without bound is not followed further than descent would.
 */
const leastPart = 1 / 16

/**
 * Moves the weights through every stretch, whose push is taken to be spread evenly over it. A step
 * takes as many stretches as change no neuron's largest preactivation by more than `finestChange`,
 * or a part of one, at least `leastPart`. Its slopes ReLU~' are those of its middle.
 *
 * @param ends all that has pushed the outputs until the end of each stretch.
 * @returns the preactivations that it took.
 */
export const replay = (
  data: Dataset,
  rows: FeatureRows,
  layout: OutputLayout,
  ends: readonly Float64Array[],
  network: NetworkSettings,
  [ofClass, feature]: readonly [number, number],
  { a, b }: BlockWeights,
): number => {
  const { power, threshold } = network
  const patches = rows.ofFeature[feature]
  const m = a.length
  const slots = layout.slotClass.length
  const slot = Int32Array.from(patches, row => {
    const n = rows.sampleOf[row]
    const own = slotOf(layout, n, ofClass)
    return own >= 0 ? own : slots + n
  })
  const weight = Float64Array.from(patches, row => data.weight[row])
  const noiseSquared = Float64Array.from(patches, row => data.noiseNorm[row] * data.noiseNorm[row])
  const slope = new Float64Array(b.length)
  const largest = new Float64Array(m)
  /** The push of each patch at the present place, and from there to the end of a step. */
  const before = new Float64Array(slot.length)
  const push = new Float64Array(slot.length)
  const featureChange = new Float64Array(m)
  const largestChange = new Float64Array(m)
  const perThreshold = 1 / threshold
  const isWhole = Number.isInteger(power)
  let computed = 0

  /**
   * Writes the slopes, and the largest preactivations, of the weights moved by a share of `push`.
   */
  const slopesAt = (share: number): void => {
    computed += b.length
    largest.fill(0)
    for (let p = 0, at = 0; p < slot.length; p++) {
      const z = weight[p]
      const noise = share * noiseSquared[p] * push[p]
      for (let r = 0; r < m; r++, at++) {
        const u = (a[r] + share * featureChange[r]) * z + b[at] + noise * slope[at]
        const positive = u > 0 ? u : 0
        if (positive > largest[r]) largest[r] = positive
        const unit = (positive < threshold ? positive : threshold) * perThreshold
        let rise = unit
        if (isWhole) for (let e = 2; e < power; e++) rise *= unit
        else rise = unitPower(unit, power - 1)
        slope[at] = rise
      }
    }
  }
  const changesOfFeature = (): void => {
    featureChange.fill(0)
    for (let p = 0, at = 0; p < slot.length; p++) {
      const pull = weight[p] * push[p]
      for (let r = 0; r < m; r++, at++) featureChange[r] += pull * slope[at]
    }
  }
  /** The neuron that `push` changes most, as a share of its largest preactivation. */
  const mostChanged = (): { readonly neuron: number; readonly share: number } => {
    changesOfFeature()
    largestChange.fill(0)
    for (let p = 0, at = 0; p < slot.length; p++) {
      const noise = noiseSquared[p] * push[p]
      for (let r = 0; r < m; r++, at++) {
        const change = Math.abs(featureChange[r] * weight[p] + noise * slope[at])
        if (change > largestChange[r]) largestChange[r] = change
      }
    }
    let [neuron, share] = [0, 0]
    for (let r = 0; r < m; r++)
      if (largestChange[r] > share * largest[r]) [neuron, share] = [r, largestChange[r] / largest[r]]
    return { neuron, share }
  }
  /** The same share for one neuron. */
  const changeOf = (r: number): number => {
    let ofFeature = 0
    for (let p = 0, at = r; p < slot.length; p++, at += m) ofFeature += weight[p] * push[p] * slope[at]
    let most = 0
    for (let p = 0, at = r; p < slot.length; p++, at += m)
      most = Math.max(most, Math.abs(ofFeature * weight[p] + noiseSquared[p] * push[p] * slope[at]))
    return most / largest[r]
  }
  const pushUntil = (end: number): void => {
    for (let p = 0; p < slot.length; p++) push[p] = ends[end][slot[p]] - before[p]
  }
  /** The last stretch of the next step, and the largest change until its end. */
  const longestFrom = (first: number): { readonly last: number; readonly share: number } => {
    let last = ends.length - 1
    for (;;) {
      pushUntil(last)
      const { neuron, share } = mostChanged()
      if (share <= finestChange || last === first) return { last, share }
      // As far as this neuron allows.
      let low = first
      for (let high = last; high - low > 1; ) {
        const middle = (low + high) >> 1
        pushUntil(middle)
        if (changeOf(neuron) <= finestChange) low = middle
        else high = middle
      }
      last = low
    }
  }

  let left = 1
  for (let first = 0; first < ends.length; ) {
    slopesAt(0)
    const { last, share } = longestFrom(first)
    const part =
      share > finestChange ? Math.min(left, Math.max(leastPart, (left * finestChange) / share)) : left
    if (part < left) {
      for (let p = 0; p < slot.length; p++) push[p] *= part / left
      changesOfFeature()
    }
    slopesAt(0.5)
    changesOfFeature()
    for (let p = 0, at = 0; p < slot.length; p++) {
      before[p] = part < left ? before[p] + push[p] : ends[last][slot[p]]
      const noise = noiseSquared[p] * push[p]
      for (let r = 0; r < m; r++, at++) b[at] += noise * slope[at]
    }
    for (let r = 0; r < m; r++) a[r] += featureChange[r]
    if (part < left) left -= part
    else [first, left] = [last + 1, 1]
  }
  return computed
}
