/** The weights of one block brought up to the present from its start and the history of pushes. */

import type { Dataset } from '../data/dataset.ts'
import { fromPanels, panelStart, toPanels } from '../limit/panels.ts'
import { lanes } from '../limit/step/plain.ts'
import { type OutputLayout, slotOf } from '../objective/output-layout.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import type { FeatureRows } from './feature-rows.ts'
import { inTable, type ReplayArrays, tableRow } from './replay/plain.ts'
import { withReplay } from './replay/wasm.ts'
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
  const slot = placesOf(patches, rows, layout, ofClass)
  return withReplay({ neurons: m, patches: slot.length, power, threshold }, ({ arrays, ...passes }) => {
    const { table } = arrays
    patches.forEach((row, p) => {
      table[p * tableRow + inTable.weight] = data.weight[row]
      table[p * tableRow + inTable.noiseSquared] = data.noiseNorm[row] * data.noiseNorm[row]
    })
    toPanels(a, m, arrays.a)
    toPanels(b, m, arrays.b)
    /** The push of each patch at the present place. */
    const before = new Float64Array(slot.length)
    let computed = 0

    const pushUntil = (end: number): void => {
      const until = ends[end]
      for (let p = 0; p < slot.length; p++) table[p * tableRow + inTable.push] = until[slot[p]] - before[p]
    }
    /** The last stretch of the next step, and the largest change until its end. */
    const longestFrom = (first: number): { readonly last: number; readonly share: number } => {
      let last = ends.length - 1
      pushUntil(last)
      computed += b.length
      passes.look()
      for (;;) {
        const { neuron, share } = mostChanged(arrays, m)
        if (share <= finestChange || last === first) return { last, share }
        // As far as this neuron allows.
        let low = first
        for (let high = last; high - low > 1; ) {
          const middle = (low + high) >> 1
          pushUntil(middle)
          if (changeOf(arrays, neuron) <= finestChange) low = middle
          else high = middle
        }
        last = low
        pushUntil(last)
        passes.measure()
      }
    }

    let left = 1
    for (let first = 0; first < ends.length; ) {
      const { last, share } = longestFrom(first)
      const part =
        share > finestChange ? Math.min(left, Math.max(leastPart, (left * finestChange) / share)) : left
      if (part < left) {
        for (let at = inTable.push; at < table.length; at += tableRow) table[at] *= part / left
        passes.pull()
      }
      computed += b.length
      passes.move()
      for (let p = 0; p < slot.length; p++)
        before[p] = part < left ? before[p] + table[p * tableRow + inTable.push] : ends[last][slot[p]]
      if (part < left) left -= part
      else [first, left] = [last + 1, 1]
    }
    fromPanels(arrays.a, a, m)
    fromPanels(arrays.b, b, m)
    return computed
  })
}

/** Where the push of each patch is: at the slot of its sample's output, or with its rest. */
const placesOf = (
  patches: Int32Array,
  { sampleOf }: FeatureRows,
  layout: OutputLayout,
  ofClass: number,
): Int32Array =>
  Int32Array.from(patches, row => {
    const n = sampleOf[row]
    const own = slotOf(layout, n, ofClass)
    return own >= 0 ? own : layout.slotClass.length + n
  })

/** The neuron that the push changes most, as a share of its largest preactivation. */
const mostChanged = (
  { largest, largestChange }: ReplayArrays,
  neurons: number,
): { readonly neuron: number; readonly share: number } => {
  let [neuron, share] = [0, 0]
  for (let r = 0; r < neurons; r++)
    if (largestChange[r] > share * largest[r]) [neuron, share] = [r, largestChange[r] / largest[r]]
  return { neuron, share }
}

/** The same share for one neuron. */
const changeOf = ({ table, slope, largest }: ReplayArrays, r: number): number => {
  const first = panelStart(r, table.length / tableRow)
  let ofFeature = 0
  for (let row = 0, at = first; row < table.length; row += tableRow, at += lanes)
    ofFeature += table[row + inTable.weight] * table[row + inTable.push] * slope[at]
  let most = 0
  for (let row = 0, at = first; row < table.length; row += tableRow, at += lanes) {
    const noise = table[row + inTable.noiseSquared] * table[row + inTable.push]
    most = Math.max(most, Math.abs(ofFeature * table[row + inTable.weight] + noise * slope[at]))
  }
  return most / largest[r]
}
