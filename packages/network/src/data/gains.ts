/**
 * The component of each of the P patches of a sample along each feature, feature noise included,
 * and the length of its noise.
 */

import type { Stream } from '@multiview/tensor'
import type { DataSettings, DenseSettings } from '../settings/settings.ts'
import type { Dataset, PatchGains } from './dataset.ts'
import { featureCount } from './features.ts'

/**
 * Length of the noise of a background patch. A setting of R^d gives it. Without that setting it is
 * the paper's γk, from N(0, (γ²k²/d) I). Reconstructed.
 */
export const backgroundNoiseNormOf = ({
  backgroundNoiseNorm,
  featureNoise,
  classes,
}: DataSettings & Partial<DenseSettings>): number => backgroundNoiseNorm ?? featureNoise * classes

/**
 * Random places among P for the rows of a table, no two of a sample alike, [Q].
 *
 * @param random is split ('places'), and not drawn from.
 */
export const drawPlaces = (
  { patches }: Pick<DataSettings, 'patches'>,
  { size, firstPatch, feature }: Pick<Dataset, 'size' | 'firstPatch' | 'feature'>,
  random: Stream,
): Int32Array => {
  const places = random.split('places')
  const place = new Int32Array(feature.length)
  for (let n = 0; n < size; n++) {
    const order = places.permutation(patches)
    place.set(order.subarray(0, firstPatch[n + 1] - firstPatch[n]), firstPatch[n])
  }
  return place
}

/**
 * Puts the rows of a table into random places among P, and draws α ~ U[0, γ] for every patch and
 * feature. A patch without a row is background.
 *
 * @param random is split ('places' and 'feature noise'), and not drawn from.
 */
export const drawGains = (
  settings: DataSettings & Partial<DenseSettings>,
  table: Dataset,
  random: Stream,
): PatchGains => {
  const { patches, featureNoise } = settings
  const count = featureCount(settings)
  const place = drawPlaces(settings, table, random)
  const gain = new Float64Array(table.size * patches * count)
  if (featureNoise > 0) random.split('feature noise').fillUniform(gain, 0, featureNoise)
  const noiseNorm = new Float64Array(table.size * patches).fill(backgroundNoiseNormOf(settings))
  for (let n = 0; n < table.size; n++)
    for (let row = table.firstPatch[n]; row < table.firstPatch[n + 1]; row++) {
      const patch = n * patches + place[row]
      gain[patch * count + table.feature[row]] += table.weight[row]
      noiseNorm[patch] = table.noiseNorm[row]
    }
  return { place, gain, noiseNorm }
}
