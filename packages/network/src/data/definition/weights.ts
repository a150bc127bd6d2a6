/** Step 5 of Definition 1: the weights of features, and the patches that they take. */

import { pow } from '@multiview/tensor/math'
import type { Dataset } from '../dataset.ts'
import { factorOf, viewOfFeature, viewsOf } from '../features.ts'
import type { Occurrence } from './occurrences.ts'
import { atMost, type PropertyCheck, rangeOf, rounded, within } from './property.ts'
import { distanceTolerance, distributionDistance } from './tolerance.ts'

export const checkWeights = (
  data: Dataset,
  occurrences: readonly Occurrence[],
  power: number,
  level: number,
): PropertyCheck[] => {
  const { settings } = data
  const of = (role: Occurrence['role'], isSingleView?: boolean): Occurrence[] =>
    occurrences.filter(
      each => each.role === role && (isSingleView === undefined || each.isSingleView === isSingleView),
    )
  const totals = (list: readonly Occurrence[]): number[] => list.map(({ total }) => total)
  const powers = (list: readonly Occurrence[]): number[] => list.map(({ powerTotal }) => powerTotal)
  const view = (list: readonly Occurrence[], which: number): Occurrence[] =>
    list.filter(({ feature }) => viewOfFeature(feature, settings) === which)
  const [, ...others] = viewsOf(settings)
  /** Σz without the factor of the view. */
  const plainTotals = (list: readonly Occurrence[]): number[] =>
    list.map(({ feature, total }) => total / factorOf(viewOfFeature(feature, settings), settings))
  const alike = (name: string, list: readonly Occurrence[], numbers: typeof totals): PropertyCheck => {
    const one = numbers(view(list, 1))
    // The view that is farthest from the first, in units of its tolerance.
    const [far] = others
      .map(which => {
        const two = numbers(view(list, which))
        return {
          count: two.length,
          distance: distributionDistance(one, two),
          most: distanceTolerance(one.length, two.length, level / others.length),
        }
      })
      .sort((a, b) => b.distance / b.most - a.distance / a.most)
    return atMost(
      `${name} of the views have one distribution`,
      far.distance,
      far.most,
      `, the distance of ${one.length} and ${far.count} draws`,
    )
  }
  const own = of('own')
  const ownHigh = settings.ownWeight[1] * Math.max(...settings.viewFactors)
  const weak = totals(of('weak'))
  const singleOther = totals(of('other', true))
  const rho = rangeOf(weak)[1]
  const gamma = rangeOf(singleOther)[1]
  return [
    within('Σz of all own views, multi-view', plainTotals(of('own', false)), settings.ownWeight),
    within('Σz of the present view, single-view', plainTotals(of('own', true)), settings.ownWeight),
    within('Σz of own views is at least 1', totals(own), [1, Math.max(1, ownHigh)]),
    within('Σz^q of own views is at least 1', powers(own), [1, Math.max(1, pow(ownHigh, power))]),
    within('Σz of a weak view, single-view', weak, settings.weakViewWeight),
    within('Σz of other classes, multi-view', totals(of('other', false)), settings.otherWeight),
    within('Σz of other classes, single-view', singleOther, settings.singleViewOtherWeight),
    within('Σz of other classes is at most 0.4, multi-view', totals(of('other', false)), [0, 0.4]),
    alike('Σz', of('own', false), totals),
    alike('Σz^q', of('own', false), powers),
    alike('Σz, single-view,', of('own', true), totals),
    {
      property: 'ρ is below Γ',
      measured: rho,
      required: `below ${rounded(gamma)}, the largest Σz of another class in a single-view sample`,
      met: weak.length === 0 || singleOther.length === 0 || rho < gamma,
    },
    atMost('γ', settings.featureNoise, pow(settings.classes, -1.5), ', k^{-1.5}'),
    within(
      'z_p is nowhere negative',
      occurrences.map(({ leastWeight }) => leastWeight),
      [0, Number.POSITIVE_INFINITY],
    ),
    ...checkPatches(data, occurrences),
  ]
}

const checkPatches = (data: Dataset, occurrences: readonly Occurrence[]): PropertyCheck[] => {
  const { patches, patchesPerFeature, patchesPerOtherFeature } = data.settings
  const ofOther = patchesPerOtherFeature || patchesPerFeature
  const count = (isOther: boolean): number[] =>
    occurrences.filter(({ role }) => (role === 'other') === isOther).map(each => each.patches)
  const missing = Array.from(data.label, () => data.settings.views)
  for (const { role, sample } of occurrences) if (role !== 'other') missing[sample]--
  return [
    within('patches of an own feature', count(false), [patchesPerFeature, patchesPerFeature]),
    within('patches of another class’s feature', count(true), [ofOther, ofOther]),
    within('own features that a sample lacks', missing, [0, 0]),
    within(
      'patches with features in a sample',
      Array.from(data.label, (_, n) => data.firstPatch[n + 1] - data.firstPatch[n]),
      [0, patches],
    ),
  ]
}
