import { fail, told } from '../array/error.ts'

/** A part of the name of a stream: a string or a whole number. */
export type StreamName = string | number

/**
 * The path of a stream as one string. No two paths give the same string: JSON distinguishes ('a',
 * 'b') from ('ab') and 1 from '1'.
 */
export function encodePath(path: readonly StreamName[]): string {
  return JSON.stringify(path)
}

/** Throws for a name that has no exact decimal form; `role` is the name of the argument. */
export function checkName(operation: string, role: string, name: unknown): void {
  if (typeof name === 'string' || Number.isSafeInteger(name)) return
  fail(
    operation,
    `the ${role} must be a string or a whole number of at most 2^53 − 1 in size, not ${told(name)}`,
  )
}
