/** Preactivations of a network at its initialization: the inputs of models with frozen features. */

import type { Dataset } from '../data/dataset.ts'
import { featureCount } from '../data/features.ts'
import type { LimitWeights } from '../limit/model.ts'
import { SettingError } from '../settings/setting-error.ts'

/**
 * ⟨w_c, x_p⟩ = a[c, v]·z + b[c, p] of every patch p and neuron c, [Q, k·m].
 *
 * @param all k·m.
 * @throws SettingError for data with feature noise, which these models do not have; RangeError when
 *   the weights do not fit the data.
 */
export const initialPreactivations = (
  data: Dataset,
  all: number,
  { featureCorrelation, noiseCorrelation }: LimitWeights,
): Float64Array => {
  const { feature, weight, settings, gains } = data
  if (gains !== undefined)
    throw new SettingError('featureNoise', settings.featureNoise, '0 for a model with frozen features')
  if (
    featureCorrelation.length !== featureCount(settings) * all ||
    noiseCorrelation.length !== feature.length * all
  )
    throw new RangeError(
      `The weights hold ${featureCorrelation.length} and ${noiseCorrelation.length} numbers; ` +
        `this data and network take ${featureCount(settings) * all} and ${feature.length * all}.`,
    )
  return noiseCorrelation.map((b, at) => {
    const p = Math.floor(at / all)
    return featureCorrelation[feature[p] * all + (at % all)] * weight[p] + b
  })
}
