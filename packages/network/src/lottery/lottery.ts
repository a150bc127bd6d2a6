/**
 * The lottery of the views (the lottery-winning set of arXiv 2012.09816): which view of a class an
 * initialization favours, and which one was learned.
 */

import { log, pow } from '@multiview/tensor/math'
import type { Dataset } from '../data/dataset.ts'

export type View = 1 | 2

/**
 * Σ_n 1[y_n = i] Σ_{p ∈ P_{v_{i,ℓ}}} z_p^q for every feature, [2k]: S_{i,ℓ} up to the factor 1/N.
 *
 * The paper's S_{i,ℓ} averages over the multi-view samples; the share of single-view samples
 * vanishes in its limit. At finite size a class has a few single-view samples, and their present
 * views decide some lotteries. `samples` chooses which samples count.
 *
 * @example
 * const data = trainingSetOf(regimes.quick, { seed: 1, dataset: 'a' })
 * viewPower(data, 4, 'all').length // 20
 */
export const viewPower = (data: Dataset, power: number, samples: 'multi-view' | 'all'): Float64Array => {
  const total = new Float64Array(2 * data.settings.classes)
  for (let n = 0; n < data.size; n++) {
    if (samples === 'multi-view' && data.presentView[n] !== 0) continue
    for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++) {
      const feature = data.feature[p]
      if (Math.floor(feature / 2) === data.label[n]) total[feature] += pow(data.weight[p], power)
    }
  }
  return total
}

/**
 * The factor that makes Λ_{i,1} and Λ_{i,2} comparable: (S_{i,2}/S_{i,1})^{1/(q−2)} for each class,
 * [k].
 *
 * @example
 * [...handicap(new Float64Array([1, 4]), 4)] // [2]
 */
export const handicap = (viewPowers: Float64Array, power: number): Float64Array =>
  Float64Array.from({ length: viewPowers.length / 2 }, (_, i) =>
    pow(viewPowers[2 * i + 1] / viewPowers[2 * i], 1 / (power - 2)),
  )

/**
 * (1 + 1/log² m), the margin of the lottery-winning set. Reconstructed.
 *
 * @example
 * lotteryMargin(50) > 1 // true
 */
export const lotteryMargin = (neurons: number): number => 1 + 1 / (log(neurons) * log(neurons))

/**
 * The lottery-winning set M (reconstructed): for each class the view ℓ with Λ_{i,ℓ} ≥ Λ_{i,3−ℓ}
 * (S_{i,3−ℓ}/S_{i,ℓ})^{1/(q−2)} · margin, or null if neither is that far ahead. At margin 1 it
 * names the view that is ahead.
 *
 * @example
 * lotteryWinners(new Float64Array([3, 1, 1, 1.01]), new Float64Array([1, 1]), 1.1) // [1, null]
 */
export const lotteryWinners = (
  initialStrength: Float64Array,
  handicaps: Float64Array,
  margin: number,
): (View | null)[] =>
  Array.from(handicaps, (handicapOfTwo, i) => {
    const one = initialStrength[2 * i]
    const two = initialStrength[2 * i + 1] * handicapOfTwo
    if (one >= two * margin && one > 0) return 1
    if (two >= one * margin && two > 0) return 2
    return null
  })

/**
 * The view that each class has learned: the stronger one.
 *
 * @example
 * learnedViews(new Float64Array([1, 0.2, 0.1, 0.9])) // [1, 2]
 */
export const learnedViews = (finalStrength: Float64Array): View[] =>
  Array.from({ length: finalStrength.length / 2 }, (_, i) =>
    finalStrength[2 * i] >= finalStrength[2 * i + 1] ? 1 : 2,
  )

/** A view counts as learned if its strength is above this share of its class's stronger view. */
const learnedShare = 0.3

/**
 * Whether each view of each class was learned, [2k].
 *
 * @example
 * learnedEach(new Float64Array([1, 0.2, 1, 0.9])) // [true, false, true, true]
 */
export const learnedEach = (strength: Float64Array): boolean[] =>
  Array.from(strength, (value, at) => value > learnedShare * Math.max(value, strength[at ^ 1]))

/**
 * Whether both views of each class were learned, [k].
 *
 * @example
 * learnedBoth(new Float64Array([1, 0.2, 1, 0.9])) // [false, true]
 */
export const learnedBoth = (strength: Float64Array): boolean[] => {
  const learned = learnedEach(strength)
  return Array.from({ length: strength.length / 2 }, (_, i) => learned[2 * i] && learned[2 * i + 1])
}
