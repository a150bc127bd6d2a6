/** The words behind `--set`: settings of the networks, and parameters of claims. */

import type { Settings } from '@multiview/network/settings'
import type { Claim } from '../claims/claim.ts'
import { InputError } from './complaint.ts'
import { type Assignment, assignmentsOf, decimal, quoted, settingsSet } from './parse.ts'

export interface ChosenValues {
  readonly chosen: Partial<Settings>
  /** Parameters by name, for every claim that has one of this name. */
  readonly parameters: Readonly<Record<string, number>>
}

/** The names of the parameters of claims, each once. */
export const parametersOf = (claims: readonly Claim[]): string[] => [
  ...new Set(claims.flatMap(({ parameters = {} }) => Object.keys(parameters))),
]

/**
 * The values that the words give settings and parameters of these claims. `checkRequest` checks
 * whether the claims allow them.
 */
export const chosenValues = (words: readonly string[], claims: readonly Claim[]): ChosenValues => {
  const names = parametersOf(claims)
  const assignments = assignmentsOf('--set', words, names)
  const isParameter = ({ name }: Assignment<string>): boolean => names.includes(name)
  const given = assignments.filter(isParameter)
  return {
    chosen: settingsSet(assignments.filter(each => !isParameter(each)) as Assignment[]),
    parameters: Object.fromEntries(given.map(({ name, text }) => [name, numberOf(name, text)])),
  }
}

const numberOf = (name: string, text: string): number => {
  const value = decimal(text)
  if (Number.isNaN(value)) throw new InputError(`--set ${name} is ${quoted(text)}; it must be a number.`)
  return value
}
