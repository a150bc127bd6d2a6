/** Checks of arguments that many functions share. */
import { checkDType, type DType } from './dtype.ts'
import { fail, told, unfit } from './error.ts'

/**
 * The options of a function: each name with the expected `typeof` of its value, or '' if the
 * function checks the value itself.
 */
export type OptionKinds = Readonly<Record<string, string>>

/** Throws for options that are not an object, for unknown names, and for values of another type. */
export function checkOptions(operation: string, options: object, known: OptionKinds): void {
  if (typeof options !== 'object' || !options || Array.isArray(options))
    refuse(operation, told(options), known)
  for (const name in options) {
    const value = options[name as never] as unknown
    // Members that every object inherits, such as `constructor`, are not strings.
    const kind = known[name]
    if (typeof kind !== 'string' || (kind && value !== undefined && typeof value !== kind))
      refuse(operation, `${name}: ${told(value)}`, known)
  }
}

function refuse(operation: string, what: string, known: OptionKinds): never {
  const names = Object.entries(known).map(([name, kind]) => (kind ? `${name}: ${kind}` : name))
  return fail(operation, `${what} is not among the options { ${names.join(', ')} }`)
}

/** The dtype among options that have no other members except those in `more`. */
export function dtypeOption(
  operation: string,
  options: { readonly dtype?: DType },
  more?: OptionKinds,
): DType | undefined {
  checkOptions(operation, options, { ...more, dtype: '' })
  const { dtype } = options
  return dtype === undefined ? dtype : checkDType(operation, dtype)
}

/** Throws for a value that is not a function; `role` is the name of the argument. */
export function checkFunction(operation: string, f: unknown, role = 'first argument'): void {
  if (typeof f !== 'function') unfit(operation, `the ${role}`, f, 'a function')
}

/**
 * Throws for a value that is not a whole number of at least `least`; `what` is the name of the
 * argument.
 */
export function checkWhole(operation: string, what: string, value: number, least = -Infinity): void {
  if (!Number.isInteger(value) || value < least)
    unfit(operation, what, value, `a whole number${least > -Infinity ? ` from ${least}` : ''}`)
}
