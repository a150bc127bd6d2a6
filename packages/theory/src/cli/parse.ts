/** Reads what the user typed into values, or says in one line what is wrong with it. */

import {
  describeAllowed,
  findSetting,
  SettingError,
  type SettingName,
  type Settings,
  settingNames,
  settingTable,
  validateSetting,
} from '@multiview/network'
import type { Claim } from '../claims/claim.ts'
import { claims } from '../claims/index.ts'
import { type Preset, type PresetName, presets } from '../presets.ts'
import { InputError } from './input-error.ts'

const quoted = (text: string): string => JSON.stringify(text)

/** An option's whole number within limits. */
export const wholeNumber = (option: string, text: string, low: number, high: number): number => {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= low && value <= high))
    throw new InputError(`${option} is ${quoted(text)}; it must be a whole number from ${low} to ${high}.`)
  return value
}

export const presetNamed = (name: string): Preset => {
  if (!Object.hasOwn(presets, name))
    throw new InputError(`--preset is ${quoted(name)}; choose one of ${Object.keys(presets).join(', ')}.`)
  return presets[name as PresetName]
}

/** The claims of these ids, each once, in the order of the report. */
export const claimsNamed = (ids: readonly string[]): Claim[] => {
  for (const id of ids)
    if (!claims.some(claim => claim.id === id))
      throw new InputError(
        `There is no claim ${quoted(id)}; choose from ${claims.map(claim => claim.id).join(', ')}.`,
      )
  return claims.filter(claim => ids.includes(claim.id))
}

/** `key=value` settings, keys by name or symbol; ranges as `low,high`. */
export const chosenSettings = (assignments: readonly string[]): Partial<Settings> =>
  Object.fromEntries(assignments.map(chosenSetting))

const chosenSetting = (assignment: string): [SettingName, unknown] => {
  const at = assignment.indexOf('=')
  if (at < 1)
    throw new InputError(`--set is ${quoted(assignment)}; write it as key=value, such as classes=20.`)
  const key = assignment.slice(0, at).trim()
  const text = assignment.slice(at + 1).trim()
  const name = findSetting(key)
  if (name === undefined)
    throw new InputError(`--set has no key ${quoted(key)}; choose from ${settingNames.join(', ')}.`)
  const record = settingTable[name]
  const numbers = text.split(',').map(part => (part.trim() === '' ? Number.NaN : Number(part)))
  const value =
    record.kind === 'choice'
      ? text
      : record.kind === 'range'
        ? numbers
        : numbers.length === 1
          ? numbers[0]
          : text
  try {
    validateSetting(name, value)
  } catch (error) {
    if (!(error instanceof SettingError)) throw error
    throw new InputError(`--set ${key} is ${quoted(text)}; it must be ${describeAllowed(record)}.`)
  }
  return [name, value]
}
