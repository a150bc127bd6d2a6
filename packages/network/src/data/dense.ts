/**
 * Data sets in R^d: the patches that a table of patches (dataset.ts) stands for, in random places,
 * with their noise.
 */

import type { Stream } from '@multiview/tensor'
import type { DataSettings, DenseSettings } from '../settings/settings.ts'
import { checkDenseData } from '../settings/validate.ts'
import type { Dataset, PatchGains } from './dataset.ts'
import { drawTrainingSet } from './draw.ts'
import { projectOut } from './feature-vectors.ts'
import { featureCount } from './features.ts'
import { drawGains } from './gains.ts'

/** N samples of P patches in R^d. */
export interface DenseDataset extends PatchGains {
  readonly settings: DataSettings & DenseSettings
  /** N. */
  readonly size: number
  /** [N] classes, counted from 0. */
  readonly label: Int32Array
  /** [N] the view that a single-view sample shows, 1 to V; 0 for a multi-view sample. */
  readonly presentView: Int32Array
  /** X, [N, P, d]. */
  readonly x: Float64Array
  /** The features, [V·k, d]. */
  readonly features: Float64Array
  /** The table of the patches that carry features, Q rows. */
  readonly table: Dataset
}

/**
 * A training set in R^d; its table is the one that `drawTrainingSet` draws from the same stream for
 * the limit model.
 *
 * @param features [V·k, d], from `drawFeatures`.
 * @throws SettingError for invalid settings.
 */
export const drawDenseTrainingSet = (
  settings: DataSettings & DenseSettings,
  features: Float64Array,
  random: Stream,
): DenseDataset => embed(settings, drawTrainingSet(settings, random), features, random)

/**
 * The samples of a table, in R^d. A patch of feature v is x_p = z_p·v + Σ_{v'} α_{p,v'}·v' + ξ_p,
 * any other is Σ_{v'} α_{p,v'}·v' + ξ_p, with α ~ U[0, γ] and ξ_p ~ N(0, σ_p² I), σ_p = ‖ξ‖/√d.
 *
 * Places and feature noise are the table's, if it has them. Otherwise they come, like noise, from
 * streams split off `random`, which can be used elsewhere afterwards.
 *
 * @param features [V·k, d], from `drawFeatures` with the same settings.
 * @throws SettingError for invalid settings; RangeError when the features are of another size.
 * @example
 * const settings = { ...regimes.dense, dimension: 24, samples: 10 }
 * const { features } = denseTrainingSetOf(settings, { seed: 1, dataset: 'a' })
 * const fresh = drawTestSet('single', settings, 1, stream(1, 'test'))
 * embed(settings, fresh, features, stream(1, 'noise')).x.length // 9600
 */
export const embed = (
  settings: DataSettings & DenseSettings,
  table: Dataset,
  features: Float64Array,
  random: Stream,
): DenseDataset => {
  checkDenseData(settings)
  const { dimension, patches, noiseSpan } = settings
  const count = featureCount(settings)
  if (features.length !== count * dimension)
    throw new RangeError(
      `embed: the features hold ${features.length} numbers; ${count} features in R^d hold ${count * dimension}.`,
    )
  const gains = table.gains ?? drawGains(settings, table, random)
  const noise = random.split('noise')
  const x = new Float64Array(table.size * patches * dimension)
  // Both ways give the same numbers; along axes no inner products are needed.
  const clear = (patch: Float64Array): unknown =>
    settings.featureBasis === 'axes' ? patch.fill(0, 0, count) : projectOut(patch, features, count)
  gains.noiseNorm.forEach((norm, p) => {
    const patch = x.subarray(p * dimension, (p + 1) * dimension)
    if (norm > 0) {
      noise.fillNormal(patch, norm / Math.sqrt(dimension))
      if (noiseSpan === 'off features') clear(patch)
    }
    addFeatures(patch, features, gains.gain.subarray(p * count, (p + 1) * count), 1)
  })
  const { size, label, presentView } = table
  return { ...gains, settings, size, label, presentView, x, features, table }
}

/** patch += sign · Σ_v gain[v]·v. */
export const addFeatures = (
  patch: Float64Array,
  features: Float64Array,
  gain: Float64Array,
  sign: 1 | -1,
): void => {
  gain.forEach((weight, v) => {
    if (weight === 0) return
    const at = v * patch.length
    for (let c = 0; c < patch.length; c++) patch[c] += sign * weight * features[at + c]
  })
}
