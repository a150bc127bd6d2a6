import { fail } from '../array/error.ts'
import { checkName, type StreamName } from './name.ts'

/**
 * The position of a stream: its path (seed, then names) and the state of its generator. Plain data.
 */
export interface StreamState {
  path: StreamName[]
  s0: number
  s1: number
  s2: number
  c: number
}

/** The largest carry of Alea: its multiplier minus one. */
const LARGEST_CARRY = 2091638

/**
 * Throws for a state that the generator cannot reach, since such a state would silently give bad
 * numbers later.
 */
export function checkState(operation: string, state: StreamState): StreamState {
  const refuse = (why: string): never => fail(operation, `${why}; give what \`save\` returned`)
  if (typeof state !== 'object' || state === null) return refuse('the state is not an object')
  const { path, s0, s1, s2, c } = state
  if (!Array.isArray(path) || path.length === 0) return refuse('the state has no path')
  for (const name of path) checkName(operation, 'path', name)
  for (const [key, value] of Object.entries({ s0, s1, s2 }))
    if (!(typeof value === 'number' && value >= 0 && value < 1 && Number.isInteger(value * 0x100000000)))
      return refuse(`${key} = ${value} is not a fraction of 32 bits`)
  if (!(Number.isInteger(c) && c >= 0 && c <= LARGEST_CARRY))
    return refuse(`c = ${c} is not a whole number from 0 to ${LARGEST_CARRY}`)
  return state
}
