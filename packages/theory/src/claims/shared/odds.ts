/** The lottery's odds on a data set, which the networks on it share. */

import { handicap, type Settings, trainingSetOf, viewPower } from '@multiview/network'
import { oddsOfViewOne } from '../../predictions/ensemble-error.ts'

/**
 * For each class of a data set, the chance that a network learns view 1 of it, [k]. Single-view
 * samples take part in the tensor power, so they count (see `viewPower`).
 */
export const oddsOfDataSet = (settings: Settings, seed: number, dataset: string): number[] =>
  Array.from(
    handicap(viewPower(trainingSetOf(settings, { seed, dataset }), settings.power, 'all'), settings.power),
    each => oddsOfViewOne(each, settings.neurons),
  )

/** The seed on which sizes and thresholds were tuned. It is not judged. */
const tuningSeed = 5001

/** The odds on data sets of the tuning seed. */
export const tuningOdds = (settings: Settings, dataSets: number): number[][] =>
  Array.from({ length: dataSets }, (_, d) => oddsOfDataSet(settings, tuningSeed, `${d}`))
