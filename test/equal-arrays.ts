/**
 * Long arrays of equal numbers are compared by a plain loop. The general comparison of vitest looks
 * at every key and takes far longer; it still tells what differs.
 */

import { expect } from 'vitest'

const isList = (x: unknown): x is ArrayLike<unknown> =>
  Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView))

const areAlike = (a: unknown, b: unknown): true | undefined => {
  if (!isList(a) || !isList(b) || a.length < 32 || a.length !== b.length) return undefined
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return undefined
  for (let i = 0; i < a.length; i++) if (a[i] === undefined || !Object.is(a[i], b[i])) return undefined
  return true
}

expect.addEqualityTesters([areAlike])
