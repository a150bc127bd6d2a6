/** The words behind `--over`: settings, parameters of claims and the seed, with their values. */

import { type SettingName, settingTable } from '@multiview/network/settings'
import { type Axis, countCells } from '../sweep/grid.ts'
import { InputError } from './complaint.ts'
import { assignmentOf, decimal, quoted, settingValue, wholeNumber } from './parse.ts'

/** A larger grid is probably a mistake. */
export const mostCells = 10_000

/**
 * @param fixed names that `--set` gives
 * @param parameters of claims
 * @throws InputError for a value that cannot be, a name that is given twice, and too many cells
 */
export const axesOf = (
  words: readonly string[],
  fixed: readonly string[],
  parameters: readonly string[] = [],
): Axis[] => {
  const over = words.map(word => axisOf(word, parameters))
  over.forEach(({ name }, i) => {
    if (over.findIndex(axis => axis.name === name) !== i)
      throw new InputError(`--over names ${name} twice; give all its values at once.`)
    if (fixed.includes(name))
      throw new InputError(`--set ${name} and --over ${name} name the same setting; remove one of them.`)
  })
  const cells = countCells(over)
  if (cells > mostCells)
    throw new InputError(`--over makes ${cells} cells; at most ${mostCells} are allowed: take fewer values.`)
  return over
}

export const seedOf = (label: string, text: string): number =>
  wholeNumber(label, text, 0, Number.MAX_SAFE_INTEGER)

const axisOf = (word: string, parameters: readonly string[]): Axis => {
  const { key, name, text } = assignmentOf('--over', word, ['seed', ...parameters])
  const tooMany = new InputError(`--over ${key} has more than ${mostCells} values; take fewer.`)
  const texts = text.split(',', mostCells + 1).flatMap(each => expanded(each.trim(), tooMany))
  if (texts.length > mostCells) throw tooMany
  const seen = new Set<string>()
  const values = texts.map(each => {
    const value = axisValue(name, `--over ${key}`, each, parameters)
    if (seen.has(String(value)))
      throw new InputError(`--over ${key} has the value ${quoted(each)} twice; once is enough.`)
    seen.add(String(value))
    return value
  })
  return { name, values }
}

/** The whole numbers of `1..5`; any other text as it is. */
const expanded = (text: string, tooMany: InputError): string[] => {
  const ends = /^(\d{1,15})\.\.(\d{1,15})$/.exec(text)?.slice(1).map(Number)
  if (ends === undefined) return [text]
  const [low, high] = ends
  if (low > high) throw new InputError(`--over has the range ${quoted(text)}; the lower end comes first.`)
  if (high - low >= mostCells) throw tooMany
  return Array.from({ length: high - low + 1 }, (_, at) => String(low + at))
}

const axisValue = (name: string, label: string, text: string, parameters: readonly string[]) => {
  if (name === 'seed') return seedOf(label, text)
  if (!parameters.includes(name))
    return settingValue(label, name as SettingName, withCommas(name as SettingName, text))
  const value = decimal(text)
  if (Number.isNaN(value))
    throw new InputError(`${label} has the value ${quoted(text)}; it must be a number.`)
  return value
}

/** A range or a list is written with colons here, since commas separate values. */
const withCommas = (name: SettingName, text: string): string => {
  const { kind } = settingTable[name]
  return kind === 'range' ? text.replace(':', ',') : kind === 'list' ? text.replaceAll(':', ',') : text
}
