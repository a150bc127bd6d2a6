import { within } from '../array/within.ts'

/** A function of the main entry under the standard's name, which its errors then say. */
export const named = <F extends (...args: never[]) => unknown>(name: string, f: F): F =>
  ((...args: never[]) => within(name, () => f(...args))) as F
