/**
 * Step 1 of Definition 1: every feature of every other class is present with probability s/k,
 * independently.
 */

import type { Dataset } from '../dataset.ts'
import { classOfFeature, featureCount } from '../features.ts'
import type { Occurrence } from './occurrences.ts'
import { atMost, type PropertyCheck } from './property.ts'
import { shareTolerance } from './tolerance.ts'

export const checkPresence = (
  data: Dataset,
  occurrences: readonly Occurrence[],
  level: number,
): PropertyCheck[] => {
  const { classes, views, otherFeatureRate } = data.settings
  const p = otherFeatureRate / classes
  const others = occurrences.filter(({ role }) => role === 'other')
  const overall = (isSingleView: boolean): PropertyCheck => {
    const samples = data.presentView.filter(view => (view !== 0) === isSingleView).length
    const chances = samples * views * (classes - 1)
    const present = others.filter(each => each.isSingleView === isSingleView).length
    return atMost(
      `distance from s/k of the share of other classes’ features present, ${isSingleView ? 'single' : 'multi'}-view`,
      chances === 0 ? 0 : Math.abs(present / chances - p),
      shareTolerance(chances, p, level),
      `, ${chances} chances of ${p}`,
    )
  }
  return [overall(false), overall(true), ofEachFeature(data, others, p, level), scatter(data, others, p)]
}

/** The feature whose share lies farthest from its expectation, in units of its tolerance. */
const ofEachFeature = (
  { size, label, settings }: Dataset,
  others: readonly Occurrence[],
  p: number,
  level: number,
): PropertyCheck => {
  const features = featureCount(settings)
  const present = new Float64Array(features)
  for (const { feature } of others) present[feature]++
  let worst = 0
  present.forEach((count, feature) => {
    const own = classOfFeature(feature, settings)
    const chances = size - label.filter(i => i === own).length
    if (chances === 0) return
    const distance = Math.abs(count / chances - p)
    const allowed = shareTolerance(chances, p, level / features)
    // At p = 0 or 1 the share is certain, but the bound would allow a distance.
    worst = Math.max(worst, p === 0 || p === 1 ? (distance > 0 ? 2 : 0) : distance / allowed)
  })
  return atMost('the same of any one feature, in units of its tolerance', worst, 1)
}

/**
 * Independence: the number of features present in a sample has the variance of a binomial number.
 */
const scatter = (
  { size, settings: { classes, views } }: Dataset,
  others: readonly Occurrence[],
  p: number,
): PropertyCheck => {
  const present = new Float64Array(size)
  for (const { sample } of others) present[sample]++
  const mean = views * (classes - 1) * p
  const variance = mean * (1 - p)
  const sum = present.reduce((total, count) => total + (count - mean) ** 2, 0)
  // Eight standard deviations: squares of binomial numbers have longer tails than the level of a
  // normal law allows for.
  const spread = variance === 0 ? 0 : 8 * Math.sqrt((2 + (1 - 6 * p * (1 - p)) / variance) / size)
  const measured = variance === 0 ? (sum === 0 ? 1 : Number.POSITIVE_INFINITY) : sum / variance / size
  return {
    property: 'scatter of the number of features present, in units of the binomial variance',
    measured,
    required: `in [${(1 - spread).toPrecision(4)}, ${(1 + spread).toPrecision(4)}]`,
    met: Math.abs(measured - 1) <= spread,
  }
}
