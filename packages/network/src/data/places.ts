/** Where the rows that a model has stand among the P patches of their samples. */

import type { Stream } from '@multiview/tensor'
import type { Dataset } from './dataset.ts'
import { drawPlaces } from './gains.ts'
import { allPlaces, type Places } from './mixture.ts'

/**
 * The places of the rows of `mixedLimitModel`: all P of every sample with feature noise, else those
 * of the patches that carry a feature, drawn at random.
 *
 * @param random is split, and not drawn from. The stream that `embed` takes gives its places.
 * @example
 * const data = trainingSetOf(regimes.limit, { seed: 1, dataset: 'a' })
 * placesOf(data, stream(1, 'places')).place.length === data.feature.length // true
 */
export const placesOf = (data: Dataset, random: Stream): Places =>
  data.gains === undefined
    ? { firstPatch: data.firstPatch, place: drawPlaces(data.settings, data, random) }
    : allPlaces(data.size, data.settings.patches)
