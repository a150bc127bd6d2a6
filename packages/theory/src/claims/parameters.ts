/** Numbers that a claim takes beside the settings of its networks, such as how many it draws. */

import { findSetting, SettingError } from '@multiview/network/settings'
import * as v from 'valibot'

/** A number that `--set` may give a claim, with its default and, if it has some, its limits. */
export interface ParameterRule {
  readonly default: number
  readonly min?: number | undefined
  readonly max?: number | undefined
  /** Whether only whole numbers are allowed. */
  readonly whole?: boolean | undefined
}

/**
 * A rule, or its default alone. If that is a whole number, only whole numbers are allowed; else any
 * number is.
 */
export type Parameter = number | ParameterRule

/** The parameters of a claim by name. */
export type ClaimParameters = Readonly<Record<string, Parameter>>

/** A value for each parameter. */
export type ParameterValues<P = ClaimParameters> = { readonly [Name in keyof P]: number }

const rule = v.strictObject({
  default: v.pipe(v.number(), v.finite()),
  min: v.optional(v.number()),
  max: v.optional(v.number()),
  whole: v.optional(v.boolean()),
})

const namePattern = /^[a-z][A-Za-z0-9]*$/

/** What `areParameters` asks for, in words. */
export const parametersInWords =
  '{ name: number } or { name: { default, min, max, whole } }, each default within its limits; a name is ' +
  'letters and digits after a small letter, and neither "seed" nor a setting or its symbol'

/** Whether a value can be the parameters of a claim. */
export const areParameters = (value: unknown): value is ClaimParameters =>
  v.is(v.record(v.string(), v.union([v.pipe(v.number(), v.finite()), rule])), value) &&
  Object.entries(value).every(
    ([name, parameter]) =>
      namePattern.test(name) &&
      name !== 'seed' &&
      findSetting(name) === undefined &&
      isAllowed(parameter, ruleOf(parameter).default),
  )

const ruleOf = (parameter: Parameter): ParameterRule =>
  typeof parameter === 'number' ? { default: parameter, whole: Number.isInteger(parameter) } : parameter

/** Whether a parameter may have a value. */
export const isAllowed = (parameter: Parameter, value: number): boolean => {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, whole } = ruleOf(parameter)
  return Number.isFinite(value) && value >= min && value <= max && (!whole || Number.isInteger(value))
}

/** The values that a parameter may have, such as "a whole number from 1 to 40". */
export const allowedInWords = (parameter: Parameter): string => {
  const { min, max, whole } = ruleOf(parameter)
  const limits =
    min !== undefined && max !== undefined
      ? ` from ${min} to ${max}`
      : min !== undefined
        ? `, at least ${min}`
        : max !== undefined
          ? `, at most ${max}`
          : ''
  return `a ${whole ? 'whole ' : ''}number${limits}`
}

/** @throws SettingError for a value that a claim does not allow, or a name that no claim has. */
export const checkParameters = (
  claims: readonly { readonly id: string; readonly parameters?: ClaimParameters }[],
  chosen: Readonly<Record<string, number>> = {},
): void => {
  for (const [name, value] of Object.entries(chosen)) {
    const having = claims.filter(({ parameters = {} }) => Object.hasOwn(parameters, name))
    if (having.length === 0)
      throw SettingError.without(name, 'none of the selected claims has this parameter; remove it')
    for (const { id, parameters = {} } of having)
      if (!isAllowed(parameters[name], value))
        throw new SettingError(name, value, `in the claim ${id} ${allowedInWords(parameters[name])}`)
  }
}

/** The values of a claim's parameters: those chosen, and the defaults of the others. */
export const parameterValues = (
  { parameters = {} }: { readonly parameters?: ClaimParameters },
  chosen: Readonly<Record<string, number>> = {},
): ParameterValues =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [
      name,
      Object.hasOwn(chosen, name) ? chosen[name] : ruleOf(parameter).default,
    ]),
  )
