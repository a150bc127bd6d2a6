/** The words behind `--set`: settings of the networks, and parameters of claims. */

import type { Settings } from '@multiview/network/settings'
import type { Claim } from '../claims/claim.ts'
import { allowedInWords, isAllowed } from '../claims/parameters.ts'
import { InputError } from './complaint.ts'
import { type Assignment, assignmentsOf, decimal, quoted, settingsSet } from './parse.ts'

export interface ChosenValues {
  readonly chosen: Partial<Settings>
  /** Parameters by name, for every claim that has one of this name. */
  readonly parameters: Readonly<Record<string, number>>
}

/**
 * The values that the words give settings and parameters of these claims.
 *
 * @throws InputError for a value that one of the claims does not allow
 */
export const chosenValues = (words: readonly string[], claims: readonly Claim[]): ChosenValues => {
  const names = [...new Set(claims.flatMap(({ parameters = {} }) => Object.keys(parameters)))]
  const assignments = assignmentsOf('--set', words, names)
  const isParameter = ({ name }: Assignment<string>): boolean => names.includes(name)
  const given = assignments.filter(isParameter)
  return {
    chosen: settingsSet(assignments.filter(each => !isParameter(each)) as Assignment[]),
    parameters: Object.fromEntries(given.map(({ name, text }) => [name, parameterValue(name, text, claims)])),
  }
}

const parameterValue = (name: string, text: string, claims: readonly Claim[]): number => {
  const value = decimal(text)
  for (const { id, parameters } of claims) {
    const parameter = parameters?.[name]
    if (parameter !== undefined && !isAllowed(parameter, value))
      throw new InputError(
        `--set ${name} is ${quoted(text)}; in the claim ${id} it must be ${allowedInWords(parameter)}.`,
      )
  }
  return value
}
