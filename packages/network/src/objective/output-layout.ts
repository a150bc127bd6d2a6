/**
 * The layout of a model's outputs. With many classes most outputs of a sample are 0 and stay 0,
 * since the sample shows no feature of their classes. A layout gives each sample one slot for each
 * class whose output can differ. All other classes, the rest of the sample, share one value.
 */

import type { Dataset } from '../data/dataset.ts'
import { classOfFeature } from '../data/features.ts'

export interface OutputLayout {
  /** N. */
  readonly size: number
  /** k. */
  readonly classes: number
  /** [N+1] first slot of each sample. */
  firstSlot: Int32Array
  /**
   * [S] the class of each slot; increasing within a sample. A model that needs more slots replaces
   * these arrays.
   */
  slotClass: Int32Array
}

/**
 * Length of a vector of outputs or of their gradients: S slots and, unless every class has one, the
 * rest of each sample.
 */
export const outputCount = ({ size, classes, slotClass }: OutputLayout): number =>
  slotClass.length + (slotClass.length < size * classes ? size : 0)

/** A slot for every class: outputs are [N, k]. */
export const denseLayout = (size: number, classes: number): OutputLayout => ({
  size,
  classes,
  firstSlot: Int32Array.from({ length: size + 1 }, (_, n) => n * classes),
  slotClass: Int32Array.from({ length: size * classes }, (_, at) => at % classes),
})

/**
 * Slots for the classes that have a feature in the sample.
 *
 * @example
 * visibleLayout(trainingSetOf(regimes.limit, { seed: 1, dataset: 'a' })).firstSlot.length // 121
 */
export const visibleLayout = (data: Dataset): OutputLayout => {
  const { size, firstPatch, feature } = data
  const firstSlot = new Int32Array(size + 1)
  const slotClass: number[] = []
  for (let n = 0; n < size; n++) {
    const seen = new Set<number>([data.label[n]])
    for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++)
      seen.add(classOfFeature(feature[p], data.settings))
    slotClass.push(...[...seen].sort((a, b) => a - b))
    firstSlot[n + 1] = slotClass.length
  }
  return { size, classes: data.settings.classes, firstSlot, slotClass: Int32Array.from(slotClass) }
}

/** The slot of a class in a sample, or −1 if it belongs to the rest. */
export const slotOf = ({ firstSlot, slotClass }: OutputLayout, sample: number, of: number): number => {
  for (let slot = firstSlot[sample]; slot < firstSlot[sample + 1]; slot++)
    if (slotClass[slot] === of) return slot
  return -1
}

/** A layout with slots for more (sample, class) pairs. */
export const withSlots = (
  layout: OutputLayout,
  pairs: readonly (readonly [sample: number, ofClass: number])[],
): OutputLayout => {
  const added: number[][] = Array.from({ length: layout.size }, () => [])
  for (const [n, i] of pairs) if (slotOf(layout, n, i) < 0 && !added[n].includes(i)) added[n].push(i)
  const firstSlot = new Int32Array(layout.size + 1)
  const slotClass: number[] = []
  added.forEach((more, n) => {
    const before = layout.slotClass.subarray(layout.firstSlot[n], layout.firstSlot[n + 1])
    slotClass.push(...[...before, ...more].sort((a, b) => a - b))
    firstSlot[n + 1] = slotClass.length
  })
  return { ...layout, firstSlot, slotClass: Int32Array.from(slotClass) }
}

/**
 * Converts vectors from one layout to another. A value without a slot in the new layout is dropped.
 * A new slot takes the value of the rest, 0 where a vector has none.
 */
export const relaying = (from: OutputLayout, to: OutputLayout): ((vector: Float64Array) => Float64Array) => {
  const slots = from.slotClass.length
  /** Where each value comes from. */
  const source = new Int32Array(outputCount(to))
  for (let n = 0; n < to.size; n++) {
    const rest = slots + n
    if (source.length > to.slotClass.length) source[to.slotClass.length + n] = rest
    let before = from.firstSlot[n]
    for (let slot = to.firstSlot[n]; slot < to.firstSlot[n + 1]; slot++) {
      while (before < from.firstSlot[n + 1] && from.slotClass[before] < to.slotClass[slot]) before++
      const found = before < from.firstSlot[n + 1] && from.slotClass[before] === to.slotClass[slot]
      source[slot] = found ? before : rest
    }
  }
  return vector => {
    const result = new Float64Array(source.length)
    for (let at = 0; at < result.length; at++) if (source[at] < vector.length) result[at] = vector[source[at]]
    return result
  }
}

/** Converts one vector. */
export const relaid = (from: OutputLayout, vector: Float64Array, to: OutputLayout): Float64Array =>
  relaying(from, to)(vector)

/**
 * A vector that follows the changes of its layout: each read returns it in the layout of that
 * moment.
 *
 * @param made computes the value that is read, again whenever the layout has grown; default: the
 * vector itself.
 */
export const followLayout = <T = Float64Array>(
  layout: OutputLayout,
  vector: Float64Array,
  made: (vector: Float64Array) => T = same => same as T,
): (() => T) => {
  const before = { ...layout }
  let laidFor = layout.slotClass
  let present = made(vector)
  return () => {
    if (laidFor !== layout.slotClass) {
      present = made(relaid(before, vector, layout))
      laidFor = layout.slotClass
    }
    return present
  }
}
