/** The three models on one small data set, with the same correlations at the start. */

import {
  type DenseDataset,
  denseCorrelations,
  denseModel,
  denseTrainingSetOf,
  denseWeightsOf,
  gainModel,
  limitDataset,
  limitModel,
  measuredGains,
  patchCorrelations,
  watchDense,
  watchGains,
  watchLimit,
} from '@multiview/network'
import { smallDense } from '../dense/small.ts'

export const settings = smallDense({ backgroundNoiseNorm: 0, singleViewFraction: 0.4, initialScale: 0.3 })
const names = { seed: 5, dataset: 'one', initialization: 'one' }
export const data: DenseDataset = denseTrainingSetOf(settings, names)
const w = denseWeightsOf(settings, names)
const table = limitDataset(data)

/** A fresh model and its watched face. */
export const models = {
  limit: () => {
    const model = limitModel(table, settings, denseCorrelations(data, w))
    return { model, watched: watchLimit(model, table) }
  },
  'limit with gains': () => {
    const model = gainModel(data, measuredGains(data), settings, patchCorrelations(data, w))
    return { model, watched: watchGains(model, data) }
  },
  dense: () => {
    const model = denseModel(data, settings, w)
    return { model, watched: watchDense(model, data) }
  },
}

export const modelNames = Object.keys(models) as (keyof typeof models)[]
