/**
 * A dense model as the limit model describes it: its correlations with the features and with the
 * noise of each patch.
 */

import type { Dataset } from '../data/dataset.ts'
import { addFeatures, type DenseDataset } from '../data/dense.ts'
import { inner } from '../data/feature-vectors.ts'
import { featureCount } from '../data/features.ts'
import type { LimitWeights } from '../limit/model.ts'
import { SettingError } from '../settings/setting-error.ts'

/** a = ⟨w, v⟩, [V·k, k·m], of weights w [k, m, d] with features [V·k, d]. */
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
 * [N·P, k·m] and [N·P]: how w [k, m, d] correlates with the noise ξ_p of every patch, and how long
 * each ξ_p is.
 */
export const noiseOf = (data: DenseDataset, w: Float64Array): { b: Float64Array; norm: Float64Array } => {
  const { dimension } = data.settings
  const count = featureCount(data.settings)
  const all = w.length / dimension
  const norm = new Float64Array(data.x.length / dimension)
  const b = new Float64Array(norm.length * all)
  for (let p = 0; p < norm.length; p++) {
    const noise = data.x.slice(p * dimension, (p + 1) * dimension)
    addFeatures(noise, data.features, data.gain.subarray(p * count, (p + 1) * count), -1)
    norm[p] = Math.sqrt(inner(noise, noise))
    for (let c = 0; c < all; c++)
      b[p * all + c] = inner(w.subarray(c * dimension, (c + 1) * dimension), noise)
  }
  return { b, norm }
}

/** The data and the weights of a `limitModel` that are those of a dense data set. */
export interface LimitOfDense {
  /**
   * The table of the data with each patch's own noise length; the settings know only the expected
   * one.
   */
  readonly data: Dataset
  /** a = ⟨w, v⟩ [V·k, k·m], and b = ⟨w, ξ⟩ [Q, k·m] of the patches that carry features. */
  readonly weights: LimitWeights
}

/**
 * The limit of a dense data set and of weights w [k, m, d] on it.
 *
 * Usage: `const { data: table, weights } = limitOf(data, w); limitModel(table, settings, weights)`
 *
 * @throws SettingError for data with feature noise, which `limitModel` does not have.
 */
export const limitOf = (data: DenseDataset, w: Float64Array): LimitOfDense => {
  refuseFeatureNoise(data)
  const all = w.length / data.settings.dimension
  const { b, norm } = noiseOf(data, w)
  const rows = patchOfRow(data)
  const noiseCorrelation = new Float64Array(rows.length * all)
  rows.forEach((p, row) => {
    noiseCorrelation.set(b.subarray(p * all, (p + 1) * all), row * all)
  })
  return {
    data: { ...data.table, noiseNorm: Float64Array.from(rows, p => norm[p]) },
    weights: {
      featureCorrelation: featureCorrelations(data.features, w, data.settings.dimension),
      noiseCorrelation,
    },
  }
}

const refuseFeatureNoise = ({ settings: { featureNoise } }: DenseDataset): void => {
  if (featureNoise !== 0) throw new SettingError('featureNoise', featureNoise, '0 to compare with limitModel')
}

/** [Q] the patch, of N·P, that each row of the table became. */
const patchOfRow = ({ settings, table, place }: DenseDataset): Int32Array => {
  const patch = new Int32Array(place.length)
  for (let n = 0; n < table.size; n++)
    for (let row = table.firstPatch[n]; row < table.firstPatch[n + 1]; row++)
      patch[row] = n * settings.patches + place[row]
  return patch
}
