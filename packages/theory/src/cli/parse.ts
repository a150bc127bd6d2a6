/** Reads what the user typed into values, or says in one line what is wrong with it. */

import { availableParallelism } from 'node:os'
import {
  describeAllowed,
  findSetting,
  type RegimeName,
  regimes,
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
import { suggestion } from './suggest.ts'

/** What the user typed as an error shows it: quoted, on one line, and not longer than a line should be. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)

/** An option's whole number within limits. */
export const wholeNumber = (option: string, text: string, low: number, high: number): number => {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= low && value <= high))
    throw new InputError(`${option} is ${quoted(text)}; it must be a whole number from ${low} to ${high}.`)
  return value
}

/** A folder that an option names; a script's empty variable names none, and a line break in a name is a mistake of a script. */
export const folderNamed = (option: string, text: string): string => {
  if (text.trim() === '') throw new InputError(`${option} is ${quoted(text)}; name a folder.`)
  if (/\p{Cc}/u.test(text))
    throw new InputError(
      `${option} is ${quoted(text)}; the name of a folder must not hold line breaks or other control characters.`,
    )
  return text
}

/** Worker threads: one per core unless the option says otherwise. */
export const workersOf = (text: string | undefined): number =>
  text === undefined ? availableParallelism() : wholeNumber('--workers', text, 1, 1024)

/** One of the names that an option takes. */
export const oneOf = <Name extends string>(option: string, name: string, names: readonly Name[]): Name => {
  const found = names.find(each => each === name)
  if (found === undefined)
    throw new InputError(
      `${option} is ${quoted(name)}; choose one of ${names.join(', ')}.${suggestion(name, names)}`,
    )
  return found
}

export const presetNamed = (name: string): Preset =>
  presets[oneOf('--preset', name, Object.keys(presets) as PresetName[])]

export const regimeNamed = (name: string): RegimeName =>
  oneOf('--regime', name, Object.keys(regimes) as RegimeName[])

/** The claims of these ids, each once, in the order of the report. */
export const claimsNamed = (ids: readonly string[]): Claim[] => {
  const known = claims.map(claim => claim.id)
  for (const id of ids)
    if (!known.includes(id))
      throw new InputError(
        `There is no claim ${quoted(id)}; choose from ${known.join(', ')}.${suggestion(id, known)}`,
      )
  return claims.filter(claim => ids.includes(claim.id))
}

/** `key=value` settings, keys by name or symbol; ranges as `low,high`, or as one number for both. */
export const chosenSettings = (assignments: readonly string[]): Partial<Settings> => {
  refuseRepeats(assignments)
  return Object.fromEntries(assignments.map(chosenSetting))
}

/** @throws InputError when two assignments name the same setting, be it in different spellings. */
export const refuseRepeats = (assignments: readonly string[]): void => {
  const seen = new Map<SettingName, string>()
  for (const assignment of assignments) {
    const { key, name } = splitAssignment('--set', assignment)
    const earlier = seen.get(name)
    if (earlier !== undefined)
      throw new InputError(
        `--set names ${name} twice${earlier === key ? '' : `, as ${earlier} and as ${key}`}; give it once.`,
      )
    seen.set(name, key)
  }
}

const chosenSetting = (assignment: string): [SettingName, unknown] => {
  const { key, name, text } = splitAssignment('--set', assignment)
  return [name, settingValue(`--set ${key}`, name, text)]
}

/** The setting that `key=…` names, and what stands behind the sign. */
export const splitAssignment = (
  option: string,
  assignment: string,
): { key: string; name: SettingName; text: string } => {
  const at = assignment.indexOf('=')
  if (at < 1)
    throw new InputError(`${option} is ${quoted(assignment)}; write it as key=value, such as classes=20.`)
  const key = assignment.slice(0, at).trim()
  const name = findSetting(key)
  if (name === undefined)
    throw new InputError(
      `${option} has no key ${quoted(key)}; choose from ${settingNames.join(', ')}.${suggestion(key, settingNames)}`,
    )
  return { key, name, text: assignment.slice(at + 1).trim() }
}

/** The value that a text gives a setting; `label` is what an error calls it. */
export const settingValue = (label: string, name: SettingName, text: string): SettingValue => {
  const record = settingTable[name]
  const value = record.kind === 'choice' ? text : record.kind === 'range' ? range(text) : number(text)
  try {
    validateSetting(name, value)
  } catch (error) {
    if (!(error instanceof SettingError)) throw error
    const meant = record.kind === 'choice' ? suggestion(text, record.choices) : ''
    throw new InputError(`${label} is ${quoted(text)}; it must be ${describeAllowed(record)}.${meant}`)
  }
  return value
}

export type SettingValue = number | string | readonly number[]

/** `low,high`, or one number for both ends. */
const range = (text: string): number[] => {
  const ends = text.split(',', 3).map(number)
  return ends.length === 1 ? [ends[0], ends[0]] : ends
}

/** A decimal number; NaN, which no setting takes, for all else that JavaScript would read as one, such as 0x10 or nothing. */
const number = (text: string): number =>
  /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN
