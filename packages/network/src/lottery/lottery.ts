/**
 * The lottery of the views (the lottery-winning set of arXiv 2012.09816): which view of a class an
 * initialization favours, and which one was learned.
 */

import { log, pow } from '@multiview/tensor/math'
import type { Dataset } from '../data/dataset.ts'
import { classOfFeature, featureCount } from '../data/features.ts'

/** A view ℓ of a class, 1 to V. */
export type View = number

/**
 * Σ_n 1[y_n = i] Σ_{p ∈ P_{v_{i,ℓ}}} z_p^q for every feature, [V·k]: S_{i,ℓ} up to the factor 1/N.
 *
 * The paper's S_{i,ℓ} averages over the multi-view samples; the share of single-view samples
 * vanishes in its limit. At finite size a class has a few single-view samples, and their present
 * views decide some lotteries. `samples` chooses which samples count.
 *
 * @example
 * const data = trainingSetOf(regimes.limit, { seed: 1, dataset: 'a' })
 * viewPower(data, 4, 'all').length // 20
 */
export const viewPower = (data: Dataset, power: number, samples: 'multi-view' | 'all'): Float64Array => {
  const total = new Float64Array(featureCount(data.settings))
  for (let n = 0; n < data.size; n++) {
    if (samples === 'multi-view' && data.presentView[n] !== 0) continue
    for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++) {
      const feature = data.feature[p]
      if (classOfFeature(feature, data.settings) === data.label[n])
        total[feature] += pow(data.weight[p], power)
    }
  }
  return total
}

/**
 * The factors that make Λ_{i,2}, …, Λ_{i,V} comparable with Λ_{i,1}: (S_{i,ℓ}/S_{i,1})^{1/(q−2)}
 * for each class and each view but the first, [k·(V−1)]; one for each class if V = 2, as in the
 * paper.
 *
 * @example
 * [...handicap(new Float64Array([1, 4]), 4)] // [2]
 * [...handicap(new Float64Array([1, 4, 9]), 4, 3)] // [2, 3]
 */
export const handicap = (viewPowers: Float64Array, power: number, views = 2): Float64Array =>
  Float64Array.from({ length: viewPowers.length - viewPowers.length / views }, (_, at) => {
    const first = Math.floor(at / (views - 1)) * views
    return pow(viewPowers[first + 1 + (at % (views - 1))] / viewPowers[first], 1 / (power - 2))
  })

/**
 * (1 + 1/log² m), the margin of the lottery-winning set. Reconstructed.
 *
 * @example
 * lotteryMargin(50) > 1 // true
 */
export const lotteryMargin = (neurons: number): number => 1 + 1 / (log(neurons) * log(neurons))

/**
 * The lottery-winning set M (reconstructed): for each class the view ℓ with Λ_{i,ℓ} ≥ Λ_{i,ℓ'}
 * (S_{i,ℓ'}/S_{i,ℓ})^{1/(q−2)} · margin for every other view ℓ', or null if none is that far ahead.
 * At margin 1 it names the view that is ahead. The paper has two views; with more, that a view must
 * be ahead of each of the others is ours.
 *
 * @param initialStrength Λ^{(0)}, [V·k]
 * @param handicaps [k·(V−1)]
 * @example
 * lotteryWinners(new Float64Array([3, 1, 1, 1.01]), new Float64Array([1, 1]), 1.1) // [1, null]
 * lotteryWinners(new Float64Array([3, 1, 4]), new Float64Array([1, 1]), 1.1, 3) // [3]
 */
export const lotteryWinners = (
  initialStrength: Float64Array,
  handicaps: Float64Array,
  margin: number,
  views = 2,
): (View | null)[] =>
  Array.from({ length: initialStrength.length / views }, (_, i) => {
    const comparable = Array.from(initialStrength.subarray(views * i, views * (i + 1)), (strength, at) =>
      at === 0 ? strength : strength * handicaps[(views - 1) * i + at - 1],
    )
    const isAhead = (of: number, at: number): boolean =>
      of > 0 && comparable.every((other, which) => which === at || of >= other * margin)
    const winner = comparable.findIndex(isAhead)
    return winner < 0 ? null : winner + 1
  })

/**
 * The view that each class has learned: the strongest one.
 *
 * @example
 * learnedViews(new Float64Array([1, 0.2, 0.1, 0.9])) // [1, 2]
 */
export const learnedViews = (finalStrength: Float64Array, views = 2): View[] =>
  Array.from({ length: finalStrength.length / views }, (_, i) => {
    const of = finalStrength.subarray(views * i, views * (i + 1))
    return 1 + of.indexOf(Math.max(...of))
  })

/** A view counts as learned if its strength is above this share of its class's strongest view. */
const learnedShare = 0.3

/**
 * Whether each view of each class was learned, [V·k].
 *
 * @example
 * learnedEach(new Float64Array([1, 0.2, 1, 0.9])) // [true, false, true, true]
 */
export const learnedEach = (strength: Float64Array, views = 2): boolean[] =>
  Array.from({ length: strength.length / views }, (_, i) => {
    const ofClass = Array.from(strength.subarray(views * i, views * (i + 1)))
    const strongest = Math.max(...ofClass)
    return ofClass.map(value => value > learnedShare * strongest)
  }).flat()

/**
 * Whether both views of each class, or all of V, were learned, [k].
 *
 * @example
 * learnedBoth(new Float64Array([1, 0.2, 1, 0.9])) // [false, true]
 */
export const learnedBoth = (strength: Float64Array, views = 2): boolean[] => {
  const learned = learnedEach(strength, views)
  return Array.from({ length: strength.length / views }, (_, i) =>
    learned.slice(views * i, views * (i + 1)).every(Boolean),
  )
}
