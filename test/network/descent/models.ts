/** The three models on one small data set, with the same initial correlations. */

import {
  denseModel,
  denseTrainingSetOf,
  denseWeightsOf,
  type LimitWeights,
  limitModel,
  limitOf,
} from '@multiview/network'
import type { DenseDataset } from '../../../packages/network/src/data/dense.ts'
import type { DenseModel } from '../../../packages/network/src/dense/model.ts'
import type { Watched } from '../../../packages/network/src/descent/watched.ts'
import type { LimitModel } from '../../../packages/network/src/limit/model.ts'
import { watchLimit } from '../../../packages/network/src/limit/watch.ts'
import { measuredGains, patchCorrelations, watchDense } from '../dense/correlations.ts'
import { smallDense } from '../dense/small.ts'
import { modelWithGains } from '../limit/gains.ts'

export const settings = smallDense({ backgroundNoiseNorm: 0, singleViewFraction: 0.4, initialScale: 0.3 })
const names = { seed: 5, dataset: 'one', initialization: 'one' }
export const data: DenseDataset = denseTrainingSetOf(settings, names)
const w = denseWeightsOf(settings, names)
const { data: table, weights: limitWeights } = limitOf(data, w)

interface Of<M> {
  readonly model: M
  readonly watched: Watched
}

/** A new model with its initial or other weights, and the same model as records see it. */
export const models = {
  limit: (at: LimitWeights = limitWeights): Of<LimitModel> => {
    const model = limitModel(table, settings, at)
    return { model, watched: watchLimit(model, table) }
  },
  'limit with gains': (at: LimitWeights = patchCorrelations(data, w)): Of<LimitModel> => {
    const gains = measuredGains(data)
    const model = modelWithGains(table, gains, settings, at)
    return { model, watched: watchLimit(model, { ...table, gains }) }
  },
  dense: (at: Float64Array = w): Of<DenseModel> => {
    const model = denseModel(data, settings, at)
    return { model, watched: watchDense(model, data, settings) }
  },
}

export const modelNames = Object.keys(models) as (keyof typeof models)[]
