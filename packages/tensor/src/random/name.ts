import { fail, told } from '../array/error.ts'

/** What a stream is called by: strings and whole numbers. */
export type StreamName = string | number

/**
 * The path of a stream as one string, so that no two paths share one: JSON keeps ('a', 'b') apart
 * from ('ab') and 1 from '1'.
 */
export function encodePath(path: readonly StreamName[]): string {
  return JSON.stringify(path)
}

/** Refuses what has no exact decimal form; `role` says which argument it was. */
export function checkName(operation: string, role: string, name: unknown): void {
  if (typeof name === 'string' || Number.isSafeInteger(name)) return
  fail(
    operation,
    `the ${role} must be a string or a whole number of at most 2^53 − 1 in size, not ${told(name)}`,
  )
}
