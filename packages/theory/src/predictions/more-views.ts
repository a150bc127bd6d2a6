/**
 * What the theory predicts for V views of a class: the odds of each view in the lottery, and the
 * error of an ensemble. At V = 2 these are the numbers of ensemble-error.ts.
 */

import { normalCdf } from '../statistics/index.ts'
import { overLargest, wholePower } from './largest-normal.ts'

/**
 * The chance of each of V views of a class to win: P(h_ℓ Λ_ℓ > h_ℓ' Λ_ℓ' for all ℓ' ≠ ℓ), each Λ
 * the largest of m standard normals. By Simpson's rule on the integral from 0 to 9 of m φ(x)
 * Φ(x)^{m−1} Π_{ℓ'} Φ(x h_ℓ/h_ℓ')^m, error below 1e-6. When no neuron of any view starts positive
 * (probability 2^{−mV}) all win equally often.
 *
 * @param handicaps h_2, …, h_V in units of h_1, (S_ℓ/S_1)^{1/(q−2)}.
 */
export const oddsOfViews = (handicaps: readonly number[], neurons: number): number[] => {
  const h = [1, ...handicaps]
  return h.map((own, view) => {
    const wins = (x: number, density: number): number =>
      h.reduce(
        (product, other, at) =>
          at === view ? product : product * wholePower(normalCdf((x * own) / other), neurons),
        density,
      )
    return overLargest(neurons, 300, wins) + wholePower(0.5, neurons * h.length) / h.length
  })
}

/** How often views are shown, and how many views there are. */
interface Shown {
  readonly classes: number
  readonly views: number
  readonly otherFeatureRate: number
}

/**
 * The chance that a single-view sample shows no feature that an ensemble of L has learned of
 * another class; such a sample meets no competitor and does not fail. Each member has learned one
 * of the V views of a class, each with the same chance.
 */
export const unopposedByViews = ({ classes, views, otherFeatureRate }: Shown, members: number): number => {
  /** The chance that the members so far have learned d different views. */
  let known = [1]
  for (let l = 0; l < members; l++)
    known = Array.from({ length: Math.min(views, l + 1) + 1 }, (_, d) =>
      d === 0 ? 0 : ((known[d] ?? 0) * d) / views + ((known[d - 1] ?? 0) * (views - d + 1)) / views,
    )
  const absent = 1 - otherFeatureRate / classes
  const unseen = known.reduce((sum, chance, d) => sum + chance * wholePower(absent, d), 0)
  return wholePower(unseen, classes - 1)
}

/**
 * The expected error of an ensemble of L on one data set, in units of μ: the mean over classes and
 * views of (1 − p_{i,ℓ})^L, times the chance that a failing sample meets a competitor. With even
 * odds the first factor is ((V−1)/V)^L.
 *
 * @param odds p_{i,ℓ} of each class i, V numbers each.
 */
export const expectedErrorOfViews = (
  odds: readonly (readonly number[])[],
  members: number,
  shown: Shown,
): number => {
  const each = odds.flat()
  const uncovered = each.reduce((sum, p) => sum + wholePower(1 - p, members), 0) / each.length
  return uncovered * (1 - unopposedByViews(shown, members))
}
