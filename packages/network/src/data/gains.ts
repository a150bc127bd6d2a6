/** What each of the P patches of a sample has along each feature, feature noise included, and how long its noise is. */

import type { Stream } from '@multiview/tensor'
import type { DataSettings, DenseSettings } from '../settings/settings.ts'
import type { Dataset } from './dataset.ts'

/** The patches of N samples, wherever their noise points. */
export interface PatchGains {
  /** [Q] the place of a row of the table among the P patches of its sample. */
  readonly place: Int32Array
  /** [N, P, 2k] z_p·1[v is the patch's feature] + α_{p,v}. */
  readonly gain: Float64Array
  /** [N, P] ‖ξ_p‖. */
  readonly noiseNorm: Float64Array
}

/**
 * Puts the rows of a table into random places among P, and draws α ~ U[0, γ] for every patch and feature. A patch without a
 * row is background.
 *
 * @param random only split: 'places' and 'feature noise'.
 */
export const drawGains = (
  settings: DataSettings & Pick<DenseSettings, 'backgroundNoiseNorm'>,
  table: Dataset,
  random: Stream,
): PatchGains => {
  const { classes, patches, featureNoise, backgroundNoiseNorm } = settings
  const places = random.split('places')
  const place = new Int32Array(table.feature.length)
  const gain = new Float64Array(table.size * patches * 2 * classes)
  if (featureNoise > 0) random.split('feature noise').fillUniform(gain, 0, featureNoise)
  const noiseNorm = new Float64Array(table.size * patches).fill(backgroundNoiseNorm)
  for (let n = 0; n < table.size; n++) {
    const order = places.permutation(patches)
    for (let row = table.firstPatch[n], c = 0; row < table.firstPatch[n + 1]; row++, c++) {
      const patch = n * patches + order[c]
      place[row] = order[c]
      gain[patch * 2 * classes + table.feature[row]] += table.weight[row]
      noiseNorm[patch] = table.noiseNorm[row]
    }
  }
  return { place, gain, noiseNorm }
}
