/** The three models on one small data set, with the same correlations at the start. */

import {
  type DenseDataset,
  denseCorrelations,
  denseModel,
  denseTrainingSetOf,
  denseWeightsOf,
  gainModel,
  type LimitWeights,
  limitDataset,
  limitModel,
  measuredGains,
  patchCorrelations,
  watchDense,
  watchLimit,
} from '@multiview/network'
import { smallDense } from '../dense/small.ts'

export const settings = smallDense({ backgroundNoiseNorm: 0, singleViewFraction: 0.4, initialScale: 0.3 })
const names = { seed: 5, dataset: 'one', initialization: 'one' }
export const data: DenseDataset = denseTrainingSetOf(settings, names)
const w = denseWeightsOf(settings, names)
const table = limitDataset(data)

/** A fresh model, at its start or at other weights, and its watched face. */
export const models = {
  limit: (at: LimitWeights = denseCorrelations(data, w)) => {
    const model = limitModel(table, settings, at)
    return { model, watched: watchLimit(model, table) }
  },
  'limit with gains': (at: LimitWeights = patchCorrelations(data, w)) => {
    const gains = measuredGains(data)
    const model = gainModel(data, gains, settings, at)
    return { model, watched: watchLimit(model, { ...table, gains }) }
  },
  dense: (at: Float64Array = w) => {
    const model = denseModel(data, settings, at)
    return { model, watched: watchDense(model, data) }
  },
}

export const modelNames = Object.keys(models) as (keyof typeof models)[]
