/** What the theory predicts at finite size: closed forms and quadratures, without simulation. */

import { normalCdf } from '../statistics/index.ts'
import { overLargest, wholePower } from './largest-normal.ts'

/**
 * The chance that view 1 of a class wins: P(Λ_1 > c Λ_2), each Λ the largest of m standard normals,
 * c the handicap (S_2/S_1)^{1/(q−2)}. By Simpson's rule on ∫_0^9 m φ(x) Φ(x)^{m−1} Φ(x/c)^m dx,
 * error below 1e-9; when no neuron of either view starts positive (probability 4^{−m}) each wins
 * half of the time.
 */
export const oddsOfViewOne = (handicap: number, neurons: number): number =>
  overLargest(neurons, 1800, (x, density) => density * wholePower(normalCdf(x / handicap), neurons)) +
  wholePower(0.25, neurons) / 2

/**
 * The chance that a single-view sample shows no feature that the ensemble has learned of another
 * class; such a sample meets no competitor and does not fail. A class has both views learned by an
 * ensemble of L with chance 1 − 2^{1−L}.
 */
export const unopposed = (classes: number, otherFeatureRate: number, members: number): number => {
  const absent = 1 - otherFeatureRate / classes
  const oneView = wholePower(0.5, members - 1)
  return wholePower(oneView * absent + (1 - oneView) * absent * absent, classes - 1)
}

/**
 * The expected error of an ensemble of L on one data set, in units of μ: Σ_i (p_i^L +
 * (1−p_i)^L)/2k, p_i the odds of view 1 of class i on this data set, times the chance that a
 * failing sample meets a competitor.
 */
export const expectedEnsembleError = (
  odds: readonly number[],
  members: number,
  otherFeatureRate: number,
): number => {
  let uncovered = 0
  for (const p of odds) uncovered += wholePower(p, members) + wholePower(1 - p, members)
  return (uncovered / (2 * odds.length)) * (1 - unopposed(odds.length, otherFeatureRate, members))
}

/**
 * The error in units of μ of a network with these views, [V·k]: a single-view sample fails if the
 * network lacks its view, and if it shows a feature of another class that the network has.
 */
export const errorOfViews = (learned: readonly boolean[], otherFeatureRate: number, views = 2): number => {
  const classes = learned.length / views
  const absent = 1 - otherFeatureRate / classes
  const count = (some: readonly boolean[]): number => some.filter(Boolean).length
  let error = 0
  for (let v = 0; v < learned.length; v += views) {
    const own = count(learned.slice(v, v + views))
    error += (views - own) * (1 - wholePower(absent, count(learned) - own))
  }
  return error / learned.length
}

/**
 * Of the classes that a sample shows, the share of which it shows a view that one of L members
 * learned. Each view of a class is shown with probability `presence`, s/k. A class of which the
 * members know one view, as for 2^{1−L} of the classes, is known if that view is shown, with or
 * without the other one: 1/(2 − presence), one half if views are rare.
 */
export const knownShare = (members: number, presence: number): number => {
  const oneView = wholePower(0.5, members - 1)
  return 1 - oneView + oneView / (2 - presence)
}
