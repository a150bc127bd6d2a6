/**
 * Refuses settings outside their allowed values, each with one clear sentence. Valid settings are
 * remembered, so that a run checks its settings once.
 */

import { mostFeaturePatches } from './feature-patches.ts'
import { checkVariants } from './full-batch.ts'
import { checkStepRule } from './model.ts'
import { type GroupName, namesOf, type SettingName, settingNames, settingTable } from './names.ts'
import { SettingError } from './setting-error.ts'
import type { DataSettings, DenseSettings, NetworkSettings, Settings } from './settings.ts'
import type { SettingRecord } from './table.ts'

/** Spreading a checked object drops this private field, so the copy does not count as checked. */
declare class Checked {
  private readonly checked: true
}

/**
 * Settings that `validSettings` has checked: each is allowed, and they fit each other. A changed
 * copy must be checked again.
 *
 * Usage: `const settings: ValidSettings = validSettings(regimes.limit)`
 */
export type ValidSettings<S = Settings> = S & Checked

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
 * The allowed values of a setting, in words.
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
  if (record.kind === 'list') return `numbers in ${interval}, one for each view as "1,0.9", or one for all`
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
  if (record.kind === 'list') return Array.isArray(value) && value.length > 0 && value.every(within)
  return within(value) && (record.kind === 'number' || Number.isInteger(value))
}

/** The groups that only some runs read. */
type Besides = 'dense' | 'distillation'

/** The objects that `validSettings` has returned: frozen, so that they stay valid. */
const known = new WeakSet<object>()

const isKnown = <S extends object>(settings: S): settings is ValidSettings<S> => known.has(settings)

/**
 * Settings of a run that are known to be allowed and to fit each other: a frozen copy, or the same
 * object if it was checked before.
 *
 * @param needed the groups that the run reads beside those of `Settings`
 * @throws SettingError for the first setting that is missing, not allowed or unknown.
 * @example
 * validSettings({ ...regimes.limit, neurons: 8 }).neurons // 8
 */
export const validSettings = <S extends Settings>(
  settings: S,
  needed: readonly Besides[] = [],
): ValidSettings<S> => {
  if (isKnown(settings) && needed.every(group => hasAny(settings, group))) return settings
  for (const name of Object.keys(settings))
    if (!settingNames.includes(name as SettingName))
      throw SettingError.without(name, `there is no such setting; choose from ${settingNames.join(', ')}`)
  checkData(settings)
  for (const group of ['network', 'training', 'ensemble'] as const) checkGroup(settings, group)
  checkStepRule(settings)
  checkVariants(settings)
  const has = (group: Besides): boolean => needed.includes(group) || hasAny(settings, group)
  if (has('distillation')) checkGroup(settings, 'distillation')
  if (has('dense')) checkDense(settings)
  const valid = frozen(settings)
  known.add(valid)
  return valid as ValidSettings<S>
}

const frozen = <S extends object>(settings: S): S =>
  Object.freeze(
    Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [
        name,
        Array.isArray(value) ? Object.freeze([...value]) : value,
      ]),
    ),
  ) as S

/** @throws SettingError unless every network setting is allowed. */
export const checkNetwork = (settings: NetworkSettings): void => {
  if (!isKnown(settings)) checkGroup(settings, 'network')
}

/** @throws SettingError unless every data setting is allowed and they fit each other. */
export const checkData = (settings: DataSettings): void => {
  if (isKnown(settings)) return
  checkGroup(settings, 'data')
  const { classes, views, viewFactors, otherFeatureRate, patches } = settings
  if (viewFactors.length !== 1 && viewFactors.length !== views)
    throw new SettingError('viewFactors', viewFactors, `one number, or views = ${views} numbers`)
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
 * beside V·k features.
 */
export const checkDenseData = (settings: DataSettings & DenseSettings): void => {
  checkData(settings)
  if (!isKnown(settings) || !hasAny(settings, 'dense')) checkDense(settings)
}

const checkDense = (settings: DataSettings & Partial<DenseSettings>): void => {
  checkGroup(settings, 'dense')
  const { classes, views, dimension = Number.NaN } = settings
  if (dimension <= views * classes)
    throw new SettingError(
      'dimension',
      dimension,
      `more than ${views * classes}: ${views}k features and the noise`,
    )
}

const hasAny = (settings: object, group: GroupName): boolean =>
  namesOf(group).some(name => Object.hasOwn(settings, name))

const checkGroup = (settings: object, group: GroupName): void => {
  const values = settings as Partial<Readonly<Record<SettingName, unknown>>>
  for (const name of namesOf(group)) validateSetting(name, values[name])
}
