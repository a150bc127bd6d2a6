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

/**
 * Moves the weights through every stretch, each as one step of descent: right to first order as
 * long as no preactivation changes by much in a stretch, which the bound on its growth ensures.
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
  const change = new Float64Array(m)
  const perThreshold = 1 / threshold
  const isWhole = Number.isInteger(power)
  for (const push of stretches) {
    change.fill(0)
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
        change[r] += pull * slope
        b[at + r] += noise * slope
      }
    }
    for (let r = 0; r < m; r++) a[r] += change[r]
  }
}
