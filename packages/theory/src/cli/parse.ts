/** Converts the user's words to values, or throws an error of one line. */

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
} from '@multiview/network/settings'
import { closestMatch } from 'leven'
import type { Claim } from '../claims/claim.ts'
import { type Preset, type PresetName, presets } from '../presets.ts'
import { InputError } from './complaint.ts'

/** What the user typed, as a message shows it: quoted, on one line, and not too long. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)

/** A whole number that an option gives, within limits. */
export const wholeNumber = (option: string, text: string, low: number, high: number): number => {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= low && value <= high))
    throw new InputError(`${option} is ${quoted(text)}; it must be a whole number from ${low} to ${high}.`)
  return value
}

/** A folder that an option names. An empty text, such as a script's empty variable, is refused. */
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

/** Megabytes that all threads may have together, if `--memory` says so. */
export const memoryOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : wholeNumber('--memory', text, megabytesPerThread, 2 ** 30)

/** Megabytes that a thread takes with its program and a small model. */
export const megabytesPerThread = 128

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

/** The claims that have these ids, each once, in the order of the report. */
export const claimsNamed = (ids: readonly string[], claims: readonly Claim[]): Claim[] => {
  const known = claims.map(claim => claim.id)
  for (const id of ids)
    if (!known.includes(id))
      throw new InputError(
        `There is no claim ${quoted(id)}; choose from ${known.join(', ')}.${suggestion(id, known)}`,
      )
  return claims.filter(claim => ids.includes(claim.id))
}

/**
 * The parts of `key=value`: the key as it was typed, the setting that it names, and the value's
 * text.
 */
export interface Assignment<Name = SettingName> {
  readonly key: string
  readonly name: Name
  readonly text: string
}

/**
 * The `key=value` words of an option, keys by name or symbol.
 *
 * @param others names that the option takes beside those of settings
 * @throws InputError also if two words name the same setting, even in different spellings.
 */
export const assignmentsOf = <Other extends string = never>(
  option: string,
  words: readonly string[],
  others: readonly Other[] = [],
): Assignment<SettingName | Other>[] => {
  const assignments = words.map(word => assignmentOf(option, word, others))
  assignments.forEach(({ key, name }, at) => {
    const earlier = assignments.slice(0, at).find(each => each.name === name)
    if (earlier !== undefined)
      throw new InputError(
        `${option} names ${name} twice${earlier.key === key ? '' : `, as ${earlier.key} and as ${key}`}; give it once.`,
      )
  })
  return assignments
}

/** @param others names that the option takes beside those of settings */
export const assignmentOf = <Other extends string = never>(
  option: string,
  word: string,
  others: readonly Other[] = [],
): Assignment<SettingName | Other> => {
  const at = word.indexOf('=')
  if (at < 1) throw new InputError(`${option} is ${quoted(word)}; write it as key=value, such as classes=20.`)
  const key = word.slice(0, at).trim()
  const name = others.find(other => other === key) ?? findSetting(key)
  const names = [...settingNames, ...others]
  if (name === undefined)
    throw new InputError(
      `${option} has no key ${quoted(key)}; choose from ${names.join(', ')}.${suggestion(key, names)}`,
    )
  return { key, name, text: word.slice(at + 1).trim() }
}

/**
 * The settings that `--set` gives; ranges as `low,high`, or as one number for both ends, and lists
 * as numbers with commas.
 */
export const settingsSet = (assignments: readonly Assignment[]): Partial<Settings> =>
  Object.fromEntries(
    assignments.map(({ key, name, text }) => [name, settingValue(`--set ${key}`, name, text)]),
  )

/** The settings that the words behind `--set` give. */
export const chosenSettings = (words: readonly string[]): Partial<Settings> =>
  settingsSet(assignmentsOf('--set', words))

/** The value that a text gives a setting; `label` is what an error calls it. */
export const settingValue = (label: string, name: SettingName, text: string): SettingValue => {
  const record = settingTable[name]
  const value = read(record, text)
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

const read = ({ kind }: (typeof settingTable)[SettingName], text: string): SettingValue => {
  if (kind === 'choice') return text
  if (kind === 'range') return range(text)
  if (kind === 'list') return text.split(',', mostOfList).map(decimal)
  return decimal(text)
}

/** More numbers than any list may have. */
const mostOfList = 100

/** `low,high`, or one number for both ends. */
const range = (text: string): number[] => {
  const ends = text.split(',', 3).map(decimal)
  return ends.length === 1 ? [ends[0], ends[0]] : ends
}

/**
 * A decimal number. Anything else that JavaScript reads as a number, such as 0x10 or an empty text,
 * gives NaN, which no setting takes.
 */
export const decimal = (text: string): number =>
  /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN

/**
 * ` Did you mean "x"?`, or nothing if no candidate is within 3 typing errors and 40% of the word.
 */
export const suggestion = (word: string, candidates: readonly string[]): string => {
  // A longer word is not a misspelt name, and takes long to compare.
  if (word.length > 64) return ''
  const lower = word.toLowerCase()
  const meant =
    candidates.find(candidate => candidate.toLowerCase() === lower) ??
    closestMatch(word, candidates, { maxDistance: Math.min(3, Math.floor(0.4 * word.length)) })
  return meant === undefined ? '' : ` Did you mean ${JSON.stringify(meant)}?`
}
