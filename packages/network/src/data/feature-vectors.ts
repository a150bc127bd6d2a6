/** The V·k orthonormal features v_{j,ℓ} of R^d. */

import type { Stream } from '@multiview/tensor'
import type { DataSettings, DenseSettings } from '../settings/settings.ts'
import { checkDenseData } from '../settings/validate.ts'
import { featureCount } from './features.ts'

/**
 * The features, [V·k, d], v_{j,ℓ} in row V·j + ℓ − 1: the first V·k axes, or the Gram–Schmidt basis
 * of V·k normal vectors, whose law is that of a random rotation of the axes.
 *
 * @param random used by the random basis alone.
 * @throws SettingError for invalid settings.
 */
export const drawFeatures = (settings: DataSettings & DenseSettings, random: Stream): Float64Array => {
  checkDenseData(settings)
  const { dimension, featureBasis } = settings
  const count = featureCount(settings)
  const features = new Float64Array(count * dimension)
  if (featureBasis === 'axes') {
    for (let v = 0; v < count; v++) features[v * dimension + v] = 1
    return features
  }
  random.fillNormal(features)
  for (let v = 0; v < count; v++) {
    const row = features.subarray(v * dimension, (v + 1) * dimension)
    // One pass loses digits in its subtractions; a second pass removes that error.
    for (let pass = 0; pass < 2; pass++) projectOut(row, features, v)
    const length = Math.sqrt(inner(row, row))
    for (let c = 0; c < dimension; c++) row[c] /= length
  }
  return features
}

/** x minus its part along the first `count` of some orthonormal rows, in place. */
export const projectOut = (x: Float64Array, rows: Float64Array, count: number): void => {
  const dimension = x.length
  for (let v = 0; v < count; v++) {
    const row = rows.subarray(v * dimension, (v + 1) * dimension)
    const along = inner(x, row)
    if (along !== 0) for (let c = 0; c < dimension; c++) x[c] -= along * row[c]
  }
}

/** ⟨x, y⟩. */
export const inner = (x: Float64Array, y: Float64Array): number => {
  let total = 0
  for (let c = 0; c < x.length; c++) total += x[c] * y[c]
  return total
}
