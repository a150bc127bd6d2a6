/**
 * Step 4 of Definition 1 in R^d: orthonormal features, and the noise of a patch: what remains when
 * its gains are removed.
 */

import { addFeatures, type DenseDataset } from '../dense.ts'
import { inner } from '../feature-vectors.ts'
import { featureCount } from '../features.ts'
import { checkGains, eachPlace } from './noise.ts'
import { atMost, type PropertyCheck, rangeOf, within } from './property.ts'
import { chiSquareRange, normalLimit } from './tolerance.ts'

export const checkDenseNoise = (data: DenseDataset, level: number): PropertyCheck[] => {
  const { settings, table, features, x } = data
  const { dimension, noiseSpan } = settings
  const ofAll = featureCount(settings)
  const taken = new Set<number>()
  eachPlace(table, data, (_, patch) => taken.add(patch))
  const count = x.length / dimension
  const noise = Array.from({ length: count }, (_, patch) => {
    const of = x.slice(patch * dimension, (patch + 1) * dimension)
    addFeatures(of, features, data.gain.subarray(patch * ofAll, (patch + 1) * ofAll), -1)
    return of
  })
  const isBackground = (_: unknown, patch: number): boolean => !taken.has(patch)
  const alongFeatures = noise.map(of => {
    let largest = 0
    for (let v = 0; v < ofAll; v++)
      largest = Math.max(largest, Math.abs(inner(of, features.subarray(v * dimension, (v + 1) * dimension))))
    return largest
  })
  const longest = Math.max(settings.noiseNorm, settings.backgroundNoiseNorm)
  return [
    atMost('largest entry of VVᵀ − I, the features’ inner products', orthonormality(data), 1e-12),
    ...checkGains(table, data, level),
    ...lengths(
      'patches with a feature',
      noise.filter((of, patch) => !isBackground(of, patch)),
      settings.noiseNorm,
      data,
      level,
    ),
    ...lengths('background patches', noise.filter(isBackground), settings.backgroundNoiseNorm, data, level),
    noiseSpan === 'off features'
      ? atMost('largest |⟨ξ, v⟩|, noise off the features', rangeOf(alongFeatures)[1], 1e-12)
      : atMost(
          'largest |⟨ξ, v⟩|',
          rangeOf(alongFeatures)[1],
          (longest / Math.sqrt(dimension)) * normalLimit(level / (count * ofAll)) + 1e-12,
        ),
  ]
}

const orthonormality = ({ features, settings }: DenseDataset): number => {
  const { dimension } = settings
  const row = (v: number): Float64Array => features.subarray(v * dimension, (v + 1) * dimension)
  let largest = 0
  for (let v = 0; v < featureCount(settings); v++)
    for (let u = 0; u <= v; u++)
      largest = Math.max(largest, Math.abs(inner(row(v), row(u)) - (u === v ? 1 : 0)))
  return largest
}

/**
 * Checks ‖ξ‖² of each patch, of all patches together, and of their mean. They are those of N(0,
 * (length²/d) I) on the span of the noise.
 */
const lengths = (
  of: string,
  noise: readonly Float64Array[],
  length: number,
  { settings }: DenseDataset,
  level: number,
): PropertyCheck[] => {
  if (noise.length === 0) return []
  const { dimension, noiseSpan } = settings
  const squares = noise.map(each => inner(each, each))
  if (length === 0)
    return [
      within(
        `‖ξ‖ of ${of}`,
        squares.map(square => (square < 1e-24 ? 0 : Math.sqrt(square))),
        [0, 0],
      ),
    ]
  const degrees = noiseSpan === 'off features' ? dimension - featureCount(settings) : dimension
  const perDegree = (length * length) / dimension
  const sum = new Float64Array(dimension)
  for (const each of noise)
    each.forEach((value, c) => {
      sum[c] += value
    })
  const total = squares.reduce((so, square) => so + square, 0)
  const inSquares = ([low, high]: [number, number], count: number): [number, number] => [
    Math.sqrt((low * perDegree) / count),
    Math.sqrt((high * perDegree) / count),
  ]
  return [
    within(
      `‖ξ‖ of ${of}, each`,
      squares.map(Math.sqrt),
      inSquares(chiSquareRange(degrees, level / noise.length), 1),
    ),
    within(
      `‖ξ‖ of ${of}, root mean square`,
      [Math.sqrt(total / noise.length)],
      inSquares(chiSquareRange(degrees * noise.length, level), noise.length),
    ),
    within(
      `length of the mean of ξ over ${of}, times the root of their number`,
      [Math.sqrt(inner(sum, sum) / noise.length)],
      inSquares(chiSquareRange(degrees, level), 1),
    ),
  ]
}
