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
  rows.forEach((row, p) => {
    for (let r = 0; r < m; r++) largest[r] = Math.max(largest[r], a[r] * data.weight[row] + b[p * m + r])
  })
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
 * Moves the weights through every stretch, whose push is taken to be spread evenly over it. A
 * stretch is cut into steps of descent in which no preactivation changes by more than
 * `finestChange` of its neuron's largest, if that takes no steps below `leastPart`. In one step for
 * a whole stretch, growth that speeds up would fall short.
 */
export const replay = (
  data: Dataset,
  rows: FeatureRows,
  layout: OutputLayout,
  stretches: readonly Float64Array[],
  network: NetworkSettings,
  [ofClass, feature]: readonly [number, number],
  { a, b }: BlockWeights,
): void => {
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
  const featureChange = new Float64Array(m)
  const noiseChange = new Float64Array(b.length)
  const perThreshold = 1 / threshold
  const isWhole = Number.isInteger(power)
  const changesBy = (push: Float64Array): void => {
    featureChange.fill(0)
    noiseChange.fill(0)
    for (let p = 0, at = 0; p < slot.length; p++, at += m) {
      const d = push[slot[p]]
      if (d === 0) continue
      const z = weight[p]
      const pull = z * d
      const noise = noiseSquared[p] * d
      for (let r = 0; r < m; r++) {
        const u = a[r] * z + b[at + r]
        if (u <= 0) continue
        const share = (u < threshold ? u : threshold) * perThreshold
        let slope = share
        if (isWhole) for (let e = 2; e < power; e++) slope *= share
        else slope = unitPower(share, power - 1)
        featureChange[r] += pull * slope
        noiseChange[at + r] = noise * slope
      }
    }
  }
  const largestChange = (): number => {
    let most = 0
    for (let r = 0; r < m; r++) {
      let y = 0
      let change = 0
      for (let p = 0, at = r; p < slot.length; p++, at += m) {
        y = Math.max(y, a[r] * weight[p] + b[at])
        change = Math.max(change, Math.abs(featureChange[r] * weight[p] + noiseChange[at]))
      }
      if (y > 0) most = Math.max(most, change / y)
    }
    return most
  }
  for (const push of stretches)
    for (let left = 1; left > 0; ) {
      changesBy(push)
      const part = Math.min(left, Math.max(leastPart, finestChange / largestChange()))
      for (let r = 0; r < m; r++) a[r] += part * featureChange[r]
      for (let at = 0; at < b.length; at++) b[at] += part * noiseChange[at]
      left -= part
    }
}
