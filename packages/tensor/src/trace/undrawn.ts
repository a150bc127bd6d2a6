import { fail } from '../array/error.ts'

/**
 * Each draw from a stream calls `refuse` if it is set. It is set while a function runs that may not
 * draw.
 */
export const draws: { refuse?: (() => never) | undefined } = {}

const PASS = 'draw before and pass them as arguments, or pass a key, key(random), and draw from it'

/**
 * Runs a function that may not draw from a stream, since a transform would repeat or change the
 * draws. `would` says which of them, and `fix` what to do.
 */
export function undrawn<T>(name: string, would: string, run: () => T, fix = PASS): T {
  const before = draws.refuse
  draws.refuse = () =>
    fail(name, `the function drew random numbers from a stream, which would ${would}; ${fix}`)
  try {
    return run()
  } finally {
    draws.refuse = before
  }
}
