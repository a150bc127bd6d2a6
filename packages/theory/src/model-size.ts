/** Refuses, before anything is trained, settings of models that need too much memory. */

import {
  type DenseSettings,
  type DistillationSettings,
  meanFeaturePatches,
  SettingError,
  type Settings,
} from '@multiview/network'

/** The most bytes of one array of a model or of its data, 16 GiB: more is likely a typing error. */
const mostBytes = 2 ** 34

/**
 * The most bytes of a step of the limit: its arrays share one WebAssembly memory of 4 GiB, of which
 * 2% are left for small arrays and for chance.
 */
const mostBytesOfStep = 0.98 * 2 ** 32

type Size = readonly [name: string, value: number, elements: number]

/**
 * Arrays of float64: the correlations of k·m neurons with 2k features and with the noise of all
 * patches that have noise; in R^d the weights, the features and the patches. Without feature noise
 * the limit keeps only the patches that carry features, and its step needs both kinds of
 * correlations twice. The reduced model of distillation takes the noise for one class at a time.
 *
 * @throws SettingError if one of them needs more memory than is allowed.
 */
export const checkModelSize = (
  settings: Settings & Partial<DenseSettings> & Partial<DistillationSettings>,
): void => {
  const { classes, neurons, samples, patches, featureNoise, dimension, temperature } = settings
  const isReduced = temperature !== undefined
  const noisyPatches = featureNoise > 0 ? patches : meanFeaturePatches(settings)
  const ofFeatures: Size = ['classes', classes, classes * neurons * 2 * classes]
  const ofNoise: Size = ['samples', samples, (isReduced ? 1 : classes) * neurons * samples * noisyPatches]
  const larger = ofFeatures[2] > ofNoise[2] ? ofFeatures : ofNoise
  if (dimension !== undefined)
    checkBytes('for one array', mostBytes, [
      'dimension',
      dimension,
      dimension * Math.max(classes * neurons, 2 * classes, samples * patches),
    ])
  checkBytes('for one array', mostBytes, larger)
  if (!isReduced && dimension === undefined && featureNoise === 0)
    checkBytes('at once', mostBytesOfStep, [larger[0], larger[1], 2 * (ofFeatures[2] + ofNoise[2])])
}

const checkBytes = (purpose: string, most: number, [name, value, elements]: Size): void => {
  if (8 * elements > most)
    throw new SettingError(
      name,
      value,
      `less, or less of the others: ${Math.round((8 * elements) / 2 ** 30)} GiB would be needed ${purpose}; ` +
        `at most ${Math.round(most / 2 ** 30)} are allowed`,
    )
}
