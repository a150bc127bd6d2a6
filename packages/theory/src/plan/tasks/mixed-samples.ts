/** The mixed samples that claims train on, each a pure function of a training set and a stream. */

import { classOfFeature, type Dataset, featureIndex } from '@multiview/network'
import { type MixedSample, type Mixture, mixPairs, mixtureOf, placesOf } from '@multiview/network/mixture'
import type { Stream } from '@multiview/tensor'

/**
 * What a model trains on:
 * - `original`: the samples as they are.
 * - `midpoints`: midpoints of random pairs, place by place, and of their labels.
 * - `shuffled midpoints`: the same midpoints, each with the label of a random one.
 * - `views removed`: each sample as it is, without each of its own views that leaves another one
 *   (a single-view sample keeps the view that it shows), and without all features of other classes.
 * - `patches removed`: as many samples, each without as many of its P patches, at random places.
 */
export type MixedSamples =
  | 'original'
  | 'midpoints'
  | 'shuffled midpoints'
  | 'views removed'
  | 'patches removed'

/**
 * @param pairs of samples, for midpoints.
 * @param random is split, and not drawn from.
 */
export const mixedSamplesOf = (
  data: Dataset,
  samples: MixedSamples,
  pairs: number,
  random: Stream,
): Mixture => {
  switch (samples) {
    case 'original':
      return mixtureOf(Array.from(data.label, (_, n) => keeping(data, n, rowsOf(data, n))))
    case 'midpoints':
      return midpoints(data, pairs, random)
    case 'shuffled midpoints':
      return withShuffledLabels(midpoints(data, pairs, random), random.split('labels'))
    case 'views removed':
      return mixtureOf(
        Array.from(data.label, (_, n) =>
          removalsOf(data, n).map(removed =>
            keeping(
              data,
              n,
              rowsOf(data, n).filter(row => !removed.includes(row)),
            ),
          ),
        ).flat(),
      )
    case 'patches removed':
      return withoutRandomPatches(data, random)
  }
}

const rowsOf = ({ firstPatch }: Dataset, n: number): number[] =>
  Array.from({ length: firstPatch[n + 1] - firstPatch[n] }, (_, p) => firstPatch[n] + p)

/** A sample with some of its rows alone, and its label. */
const keeping = ({ label, settings }: Dataset, n: number, rows: readonly number[]): MixedSample => ({
  label: Array.from({ length: settings.classes }, (_, i) => (i === label[n] ? 1 : 0)),
  patches: rows.map(row => [[row, 1]]),
})

const midpoints = (data: Dataset, pairs: number, random: Stream): Mixture => {
  const partner = random.split('pairs')
  return mixPairs(
    placesOf(data, random),
    data.label,
    data.settings.classes,
    Array.from({ length: pairs }, () => [partner.integer(data.size), partner.integer(data.size)] as const),
  )
}

const withShuffledLabels = (mixture: Mixture, random: Stream): Mixture => {
  const { size, classes } = mixture
  const label = new Float64Array(mixture.label.length)
  random.permutation(size).forEach((from, n) => {
    label.set(mixture.label.subarray(from * classes, (from + 1) * classes), n * classes)
  })
  return { ...mixture, label }
}

/** The rows that each copy of a sample lacks; the first copy lacks none. */
const removalsOf = (data: Dataset, n: number): number[][] => {
  const rows = rowsOf(data, n)
  const own = data.label[n]
  const ofView = (view: number): number[] =>
    rows.filter(row => data.feature[row] === featureIndex(own, view, data.settings))
  return [
    [],
    ...Array.from({ length: data.settings.views }, (_, at) => at + 1)
      .filter(view => data.presentView[n] !== view)
      .map(ofView),
    rows.filter(row => classOfFeature(data.feature[row], data.settings) !== own),
  ]
}

const withoutRandomPatches = (data: Dataset, random: Stream): Mixture => {
  const { place } = placesOf(data, random)
  const order = random.split('removed')
  return mixtureOf(
    Array.from(data.label, (_, n) =>
      removalsOf(data, n).map(({ length }) => {
        const gone = new Set(order.permutation(data.settings.patches).subarray(0, length))
        return keeping(
          data,
          n,
          rowsOf(data, n).filter(row => !gone.has(place[row])),
        )
      }),
    ).flat(),
  )
}
