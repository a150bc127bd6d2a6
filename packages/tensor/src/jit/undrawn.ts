import { fail } from '../array/error.ts'
import { draws } from '../random/alea.ts'

/** Runs a function that must not draw random numbers, since a recording would repeat them. */
export function undrawn<T>(name: string, run: () => T): T {
  const before = draws.refuse
  draws.refuse = () =>
    fail(
      name,
      'the function drew random numbers, which would be the same at each call; draw before and pass them as arguments',
    )
  try {
    return run()
  } finally {
    draws.refuse = before
  }
}
