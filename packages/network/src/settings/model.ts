/** Refuses, before anything is trained, settings that the model of a run cannot take. */

import { stepRuleNamed, stepRuleNames } from '../step-rule/index.ts'
import { meanFeaturePatches } from './feature-patches.ts'
import { checkReducedSettings } from './reduced.ts'
import { SettingError } from './setting-error.ts'
import type { DenseSettings, Settings, TrainingSettings } from './settings.ts'

/**
 * The largest size of one array of a model or of its data, 16 GiB. A larger one is probably a
 * mistyped number.
 */
const mostBytes = 2 ** 34

/**
 * The arrays of a step of the limit lie in one WebAssembly memory of 4 GiB; 2% are left for small
 * arrays and for the random number of patches.
 */
const mostBytesOfStep = 0.98 * 2 ** 32

type Size = readonly [name: string, value: number, elements: number]

type ModelSettings = Settings & Partial<DenseSettings>

/** @throws SettingError for a step rule that the model does not take. */
export const checkStepRule = ({ model, stepRule }: Pick<TrainingSettings, 'model' | 'stepRule'>): void => {
  const { models } = stepRuleNamed(stepRule)
  if (models.includes(model)) return
  const taken = stepRuleNames.filter(name => stepRuleNamed(name).models.includes(model))
  throw new SettingError(
    'stepRule',
    stepRule,
    `${taken.join(' or ')} in model ${model}; stepRule ${stepRule} needs model=${models.join(' or model=')}`,
  )
}

/**
 * @throws SettingError when an array would take more memory than is allowed, when the model does
 *   not have what `checkReducedSettings` refuses, or when the errors of a limit model would be
 *   measured with noise that weight decay has changed.
 * @example
 * checkModel(regimes.theorems) // allowed
 */
export const checkModel = (settings: ModelSettings): void => {
  const { model, weightDecay } = settings
  if (model === 'reduced') checkReducedSettings(settings)
  if (model !== 'dense' && weightDecay !== 0)
    throw new SettingError(
      'weightDecay',
      weightDecay,
      '0 where errors of the limit model are measured: fresh noise is drawn for the initial weights, which decay',
    )
  checkSize(settings)
}

/**
 * Arrays of float64: the correlations of k·m neurons with V·k features and with the noise of all
 * patches that have any; in R^d the weights, the features and the patches. Without feature noise
 * the limit keeps only the patches that carry features, and its step needs both kinds of
 * correlations twice. The reduced model processes the noise of one class at a time.
 */
const checkSize = (settings: ModelSettings): void => {
  const { model, classes, views, neurons, samples, patches, featureNoise, dimension = 0 } = settings
  const noisyPatches = featureNoise > 0 ? patches : meanFeaturePatches(settings)
  const ofFeatures: Size = ['classes', classes, classes * neurons * views * classes]
  const noisy = (model === 'reduced' ? 1 : classes) * neurons * samples * noisyPatches
  const ofNoise: Size = ['samples', samples, noisy]
  const larger = ofFeatures[2] > ofNoise[2] ? ofFeatures : ofNoise
  if (model === 'dense')
    checkBytes('for one array', mostBytes, [
      'dimension',
      dimension,
      dimension * Math.max(classes * neurons, views * classes, samples * patches),
    ])
  checkBytes('for one array', mostBytes, larger)
  if (model === 'limit' && featureNoise === 0)
    checkBytes('at once', mostBytesOfStep, [larger[0], larger[1], 2 * (ofFeatures[2] + ofNoise[2])])
}

const checkBytes = (purpose: string, most: number, [name, value, elements]: Size): void => {
  if (8 * elements > most)
    throw new SettingError(
      name,
      value,
      `a smaller value, or smaller other settings: ${Math.round((8 * elements) / 2 ** 30)} GiB would be needed ${purpose}; ` +
        `at most ${Math.round(most / 2 ** 30)} are allowed`,
    )
}
