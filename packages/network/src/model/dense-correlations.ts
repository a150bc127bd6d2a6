/** What the limit model sees of a dense one: its correlations with the features and with the noise of each patch. */

import type { Dataset } from '../data/dataset.ts'
import type { DenseDataset } from '../data/dense.ts'
import { inner } from '../data/features.ts'
import { SettingError } from '../settings/setting-error.ts'
import type { LimitWeights } from './limit-model.ts'

/** a = ⟨w, v⟩, [2k, k·m], of weights w [k, m, d] with features [2k, d]. */
export const featureCorrelations = (
  features: Float64Array,
  w: Float64Array,
  dimension: number,
): Float64Array => {
  const all = w.length / dimension
  const a = new Float64Array((features.length / dimension) * all)
  for (let v = 0; v * dimension < features.length; v++) {
    const feature = features.subarray(v * dimension, (v + 1) * dimension)
    for (let c = 0; c < all; c++)
      a[v * all + c] = inner(w.subarray(c * dimension, (c + 1) * dimension), feature)
  }
  return a
}

/**
 * a = ⟨w, v⟩ and b = ⟨w, ξ⟩ of weights w [k, m, d]: where a limit model starts that is to follow them.
 *
 * @throws SettingError for data with feature noise, which this does not take apart.
 */
export const denseCorrelations = (data: DenseDataset, w: Float64Array): LimitWeights => {
  const { dimension } = data.settings
  const all = w.length / dimension
  const b = new Float64Array(data.place.length * all)
  eachNoise(data, (row, noise) => {
    for (let c = 0; c < all; c++)
      b[row * all + c] = inner(w.subarray(c * dimension, (c + 1) * dimension), noise)
  })
  return { featureCorrelation: featureCorrelations(data.features, w, dimension), noiseCorrelation: b }
}

/**
 * The table of the data with each patch's own noise length, where the settings have only the expected one: all that the
 * limit model reads of this very data set.
 *
 * @throws SettingError for data with feature noise, which this does not take apart.
 */
export const limitDataset = (data: DenseDataset): Dataset => {
  const noiseNorm = new Float64Array(data.place.length)
  eachNoise(data, (row, noise) => {
    noiseNorm[row] = Math.sqrt(inner(noise, noise))
  })
  return { ...data.table, noiseNorm }
}

/** Hands over ξ_p of every row of the table; the array is used again. */
const eachNoise = (
  { settings, x, features, table, place }: DenseDataset,
  use: (row: number, noise: Float64Array) => void,
): void => {
  const { dimension, patches, featureNoise } = settings
  if (featureNoise !== 0) throw new SettingError('featureNoise', featureNoise, '0 to compare with the limit')
  const noise = new Float64Array(dimension)
  for (let n = 0; n < table.size; n++)
    for (let row = table.firstPatch[n]; row < table.firstPatch[n + 1]; row++) {
      const at = (n * patches + place[row]) * dimension
      const v = table.feature[row] * dimension
      for (let c = 0; c < dimension; c++) noise[c] = x[at + c] - table.weight[row] * features[v + c]
      use(row, noise)
    }
}
