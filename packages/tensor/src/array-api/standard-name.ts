import { isStrided } from '../array/operands.ts'
import { within } from '../array/within.ts'

/** A function of the main entry under its name in the standard; its errors use this name too. */
export const named = <F extends (...args: never[]) => unknown>(name: string, f: F): F =>
  ((...args: never[]) => within(name, () => f(...args))) as F

/**
 * The same for a function whose last argument is its options. Options that are null (Python's None)
 * are left out.
 */
export const withNone = <F extends (...args: never[]) => unknown>(name: string, f: F): F =>
  named(name, ((...args: never[]) => {
    const last: unknown = args[args.length - 1]
    if (typeof last !== 'object' || last === null || Array.isArray(last) || isStrided(last)) return f(...args)
    const given = Object.entries(last).filter(([, value]) => value !== null)
    return f(...args.slice(0, -1), Object.fromEntries(given) as never)
  }) as F)
