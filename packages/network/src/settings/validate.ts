/**
 * Refuses settings outside their allowed values, one clear sentence each; nothing downstream checks
 * again.
 */

import { mostFeaturePatches } from './feature-patches.ts'
import { SettingError } from './setting-error.ts'
import type {
  DataSettings,
  DenseSettings,
  DistillationSettings,
  NetworkSettings,
  Settings,
  TrainingSettings,
} from './settings.ts'
import { type SettingName, type SettingRecord, settingNames, settingTable } from './table.ts'

const dataNames = [
  'classes',
  'patches',
  'samples',
  'singleViewFraction',
  'trainingDraw',
  'otherFeatureRate',
  'patchesPerFeature',
  'patchesPerOtherFeature',
  'weightSplit',
  'ownWeight',
  'weakViewWeight',
  'otherWeight',
  'singleViewOtherWeight',
  'featureNoise',
  'noiseNorm',
] as const satisfies readonly (keyof DataSettings)[]
const denseNames = [
  'dimension',
  'featureBasis',
  'noiseSpan',
  'backgroundNoiseNorm',
] as const satisfies readonly (keyof DenseSettings)[]
const distillationNames = [
  'temperature',
  'distillationRate',
  'teacherScale',
  'targetReach',
] as const satisfies readonly (keyof DistillationSettings)[]
const networkNames = [
  'neurons',
  'power',
  'threshold',
  'initialScale',
] as const satisfies readonly (keyof NetworkSettings)[]
const trainingNames = [
  'stepRule',
  'stepSize',
  'stepTolerance',
  'targetLoss',
  'maxSteps',
  'targetMargin',
] as const satisfies readonly (keyof TrainingSettings)[]

/**
 * @throws SettingError for the first setting whose value is not allowed.
 *
 * @example
 * validateSetting('power', 3)
 */
export const validateSetting = (name: SettingName, value: unknown): void => {
  const record: SettingRecord = settingTable[name]
  if (!isAllowed(record, value)) throw new SettingError(name, value, describeAllowed(record))
}

/**
 * What a setting takes, in words.
 *
 * @example
 * describeAllowed(settingTable.neurons) // "an integer in [1, 100000]"
 */
export const describeAllowed = (record: SettingRecord): string => {
  if (record.kind === 'choice') return record.choices.join(' or ')
  const left = record.lowIncluded === false ? '(' : '['
  const right = record.highIncluded === false ? ')' : ']'
  const interval = `${left}${record.low}, ${record.high}${right}`
  if (record.kind === 'range')
    return `a range "low,high" with low ≤ high, both in ${interval}, or one number for both`
  return `${record.kind === 'integer' ? 'an integer' : 'a number'} in ${interval}`
}

const isAllowed = (record: SettingRecord, value: unknown): boolean => {
  if (record.kind === 'choice') return typeof value === 'string' && record.choices.includes(value)
  const within = (x: unknown): boolean =>
    typeof x === 'number' &&
    (record.lowIncluded === false ? x > record.low : x >= record.low) &&
    (record.highIncluded === false ? x < record.high : x <= record.high)
  if (record.kind === 'range')
    return Array.isArray(value) && value.length === 2 && value.every(within) && value[0] <= value[1]
  return within(value) && (record.kind === 'number' || Number.isInteger(value))
}

const validateNamed = <T>(settings: T, names: readonly (keyof T & SettingName)[]): void => {
  for (const name of names) validateSetting(name, settings[name])
}

/** @throws SettingError unless every data setting is allowed and they fit each other. */
export const validateData = (settings: DataSettings): void => {
  validateNamed(settings, dataNames)
  const { classes, otherFeatureRate, patches } = settings
  if (otherFeatureRate > classes)
    throw new SettingError(
      'otherFeatureRate',
      otherFeatureRate,
      `at most classes = ${classes}, since s/k is a probability`,
    )
  const most = mostFeaturePatches(settings)
  if (patches < most)
    throw new SettingError('patches', patches, `at least ${most}, so that a sample can hold every feature`)
}

/**
 * @throws SettingError unless the settings of data in R^d are allowed and leave room for noise
 * beside 2k features.
 */
export const validateDenseData = (settings: DataSettings & DenseSettings): void => {
  validateData(settings)
  validateNamed(settings, denseNames)
  const { classes, dimension } = settings
  if (dimension <= 2 * classes)
    throw new SettingError('dimension', dimension, `more than ${2 * classes}: 2k features and the noise`)
}

/** @throws SettingError unless every network setting is allowed. */
export const validateNetwork = (settings: NetworkSettings): void => validateNamed(settings, networkNames)

/** @throws SettingError unless every setting of distillation is allowed. */
export const validateDistillation = (settings: DistillationSettings): void =>
  validateNamed(settings, distillationNames)

/** @throws SettingError unless every training setting is allowed. */
export const validateTraining = (settings: TrainingSettings): void => validateNamed(settings, trainingNames)

/**
 * Checks the settings of a run of the limit model.
 *
 * @throws SettingError unless all settings are allowed and fit each other; names that are not a
 * setting are refused.
 * @example
 * validateSettings({ ...regimes.quick, neurons: 8 })
 */
export const validateSettings = (settings: Settings): void => validateAll(settings)

/**
 * The same for a run of the dense model.
 *
 * @example
 * validateDenseSettings(regimes.dense)
 */
export const validateDenseSettings = (settings: Settings & DenseSettings): void => {
  validateAll(settings)
  validateDenseData(settings)
}

const validateAll = (settings: Settings): void => {
  for (const name of Object.keys(settings))
    if (!settingNames.includes(name as SettingName))
      throw SettingError.without(name, `there is no such setting; choose from ${settingNames.join(', ')}`)
  validateData(settings)
  validateNetwork(settings)
  validateTraining(settings)
  validateSetting('members', settings.members)
}
