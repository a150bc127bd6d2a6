/** Data sets in R^d: the patches that a table of patches (dataset.ts) stands for, in random places, with their noise. */

import type { Stream } from '@multiview/tensor'
import type { DataSettings, DenseSettings } from '../settings/settings.ts'
import { validateDenseData } from '../settings/validate.ts'
import type { Dataset } from './dataset.ts'
import { drawTrainingSet } from './draw.ts'
import { projectOut } from './features.ts'

/** N samples of P patches in R^d. */
export interface DenseDataset {
  readonly settings: DataSettings & DenseSettings
  /** N. */
  readonly size: number
  /** [N] classes, counted from 0. */
  readonly label: Int32Array
  /** [N] the view that a single-view sample shows, 1 or 2; 0 for a multi-view sample. */
  readonly presentView: Int32Array
  /** X, [N, P, d]. */
  readonly x: Float64Array
  /** The features, [2k, d]. */
  readonly features: Float64Array
  /** What the patches that carry features are made of, Q rows. */
  readonly table: Dataset
  /** [Q] the place of a row of the table among the P patches of its sample. */
  readonly place: Int32Array
}

/**
 * A training set in R^d; its table is the one that `drawTrainingSet` draws from the same stream for the limit model.
 *
 * @param features [2k, d], from `drawFeatures`.
 * @throws SettingError for invalid settings, or when a sample has more feature patches than P.
 */
export const drawDenseTrainingSet = (
  settings: DataSettings & DenseSettings,
  features: Float64Array,
  random: Stream,
): DenseDataset => embed(settings, drawTrainingSet(settings, random), features, random)

/**
 * The samples of a table, in R^d. A patch of feature v is x_p = z_p·v + Σ_{v'} α_{p,v'}·v' + ξ_p, any other is
 * Σ_{v'} α_{p,v'}·v' + ξ_p, with α ~ U[0, γ] and ξ_p ~ N(0, σ_p² I), σ_p = ‖ξ‖/√d.
 *
 * Places, noise and feature noise come from streams split off `random`, so that it may go on to serve elsewhere.
 *
 * @param features [2k, d], from `drawFeatures` with the same settings.
 * @throws SettingError for invalid settings; RangeError when the features are of another size.
 */
export const embed = (
  settings: DataSettings & DenseSettings,
  table: Dataset,
  features: Float64Array,
  random: Stream,
): DenseDataset => {
  validateDenseData(settings)
  const { classes, dimension, patches, featureNoise, noiseSpan, backgroundNoiseNorm } = settings
  if (features.length !== 2 * classes * dimension)
    throw new RangeError(
      `embed: the features hold ${features.length} numbers; 2k features in R^d hold ${2 * classes * dimension}.`,
    )
  const [places, noise, gains] = ['places', 'noise', 'feature noise'].map(name => random.split(name))
  const x = new Float64Array(table.size * patches * dimension)
  const place = new Int32Array(table.feature.length)
  const rowAt = new Int32Array(patches)
  // The same numbers either way; along axes they are known without 2k inner products.
  const clear = (patch: Float64Array): unknown =>
    settings.featureBasis === 'axes'
      ? patch.fill(0, 0, 2 * classes)
      : projectOut(patch, features, 2 * classes)
  for (let n = 0; n < table.size; n++) {
    const order = places.permutation(patches)
    rowAt.fill(-1)
    for (let row = table.firstPatch[n], c = 0; row < table.firstPatch[n + 1]; row++, c++) {
      place[row] = order[c]
      rowAt[order[c]] = row
    }
    for (let p = 0; p < patches; p++) {
      const row = rowAt[p]
      const at = (n * patches + p) * dimension
      const patch = x.subarray(at, at + dimension)
      const norm = row < 0 ? backgroundNoiseNorm : table.noiseNorm[row]
      if (norm > 0) {
        noise.fillNormal(patch, norm / Math.sqrt(dimension))
        if (noiseSpan === 'off features') clear(patch)
      }
      if (featureNoise > 0)
        for (let v = 0; v < 2 * classes; v++) addFeature(patch, features, v, gains.uniform(0, featureNoise))
      if (row >= 0) addFeature(patch, features, table.feature[row], table.weight[row])
    }
  }
  const { size, label, presentView } = table
  return { settings, size, label, presentView, x, features, table, place }
}

const addFeature = (patch: Float64Array, features: Float64Array, v: number, weight: number): void => {
  const at = v * patch.length
  for (let c = 0; c < patch.length; c++) patch[c] += weight * features[at + c]
}
