import { isStrided } from '../array/operands.ts'
import { within } from '../array/within.ts'

/** A function of the main entry under the standard's name, which its errors then say. */
export const named = <F extends (...args: never[]) => unknown>(name: string, f: F): F =>
  ((...args: never[]) => within(name, () => f(...args))) as F

/**
 * The same with options at the end, of which those that are null, Python's None, count as left out.
 */
export const withNone = <F extends (...args: never[]) => unknown>(name: string, f: F): F =>
  named(name, ((...args: never[]) => {
    const last: unknown = args[args.length - 1]
    if (typeof last !== 'object' || last === null || Array.isArray(last) || isStrided(last)) return f(...args)
    const given = Object.entries(last).filter(([, value]) => value !== null)
    return f(...args.slice(0, -1), Object.fromEntries(given) as never)
  }) as F)
