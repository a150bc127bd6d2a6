/** Step 4 of Definition 1 in the limit: the lengths of noise vectors, and feature noise. */

import type { Dataset, PatchGains } from '../dataset.ts'
import { featureCount } from '../features.ts'
import { backgroundNoiseNormOf } from '../gains.ts'
import { atMost, type PropertyCheck, within } from './property.ts'
import { meanTolerance } from './tolerance.ts'

/** Checks the lengths that the settings give, and feature noise if the data has it. */
export const checkNoise = (data: Dataset, level: number): PropertyCheck[] => {
  const { settings, noiseNorm, gains } = data
  const { noiseNorm: length, featureNoise } = settings
  return [
    within('‖ξ‖ of patches with a feature', noiseNorm, [length, length]),
    ...(gains === undefined
      ? [within('γ of data without feature noise', [featureNoise], [0, 0])]
      : [...checkGains(data, gains, level), checkBackground(data, gains)]),
  ]
}

/**
 * Checks that α ~ U[0, γ] on every patch along every feature, and that every row has a place of its
 * own.
 */
export const checkGains = (data: Dataset, gains: PatchGains, level: number): PropertyCheck[] => {
  const { featureNoise } = data.settings
  const count = featureCount(data.settings)
  const alpha = gains.gain.slice()
  eachPlace(data, gains, (row, patch) => {
    alpha[patch * count + data.feature[row]] -= data.weight[row]
  })
  const mean = alpha.reduce((sum, of) => sum + of, 0) / alpha.length
  return [
    // The rounding error of the subtraction is far below any γ that matters.
    within(
      'feature noise α',
      alpha.map(of => (Math.abs(of) < 1e-12 ? 0 : of)),
      [0, featureNoise],
    ),
    atMost(
      'distance of the mean of α from γ/2',
      Math.abs(mean - featureNoise / 2),
      meanTolerance(alpha.length, featureNoise, level) + 1e-15,
    ),
    checkPlaces(data, gains),
  ]
}

/** Checks that ‖ξ‖ of background patches is as the settings have it. */
const checkBackground = (data: Dataset, gains: PatchGains): PropertyCheck => {
  const length = backgroundNoiseNormOf(data.settings)
  const taken = new Set<number>()
  eachPlace(data, gains, (_, patch) => taken.add(patch))
  return within(
    '‖ξ‖ of background patches',
    gains.noiseNorm.filter((_, patch) => !taken.has(patch)),
    [length, length],
  )
}

const checkPlaces = (data: Dataset, gains: PatchGains): PropertyCheck => {
  const taken = new Set<number>()
  let shared = 0
  eachPlace(data, gains, (row, patch) => {
    const outside = gains.place[row] < 0 || gains.place[row] >= data.settings.patches
    if (outside || taken.has(patch)) shared++
    taken.add(patch)
  })
  return within('feature patches that share a place, or have none', [shared], [0, 0])
}

/** Calls `use` with every row of the table and its patch among N·P. */
export const eachPlace = (
  { size, firstPatch, settings }: Dataset,
  { place }: Pick<PatchGains, 'place'>,
  use: (row: number, patch: number) => void,
): void => {
  for (let n = 0; n < size; n++)
    for (let row = firstPatch[n]; row < firstPatch[n + 1]; row++) use(row, n * settings.patches + place[row])
}
