/**
 * Signs what the queue carries: without the key nobody can forge a task, an outcome, a failure or a
 * sign of life.
 */

import { createHmac, timingSafeEqual } from 'node:crypto'

/** The kinds of messages. A signature of one kind is not valid for another kind. */
export type Signed = 'task' | 'outcome' | 'failure' | 'begun'

type Part = string | Uint8Array

export interface Signer {
  /** HMAC-SHA-256 over the version, the purpose and the parts, in base64; empty without a key. */
  sign(what: Signed, ...parts: readonly Part[]): string
  /** Whether a text from the server is this signature. Without a key everything is valid. */
  isValid(signature: unknown, what: Signed, ...parts: readonly Part[]): boolean
}

/** Bytes of the shortest secret. */
const shortest = 32

/**
 * @param version names the build, so that a signature is not valid for another one
 * @throws RangeError for a secret that is too short, such as an empty one
 */
export const signer = (version: string, secret: Uint8Array | undefined): Signer => {
  if (secret === undefined) return { sign: () => '', isValid: () => true }
  if (secret.length < shortest)
    throw new RangeError(
      `the secret of a queue has ${secret.length} bytes; it must have at least ${shortest}, such as randomBytes(${shortest}).`,
    )
  const sign = (...parts: readonly Part[]): string => {
    const mac = createHmac('sha256', secret)
    // With the length of each, other parts never give the same bytes.
    for (const part of [version, ...parts]) mac.update(`${Buffer.byteLength(part)}:`).update(part)
    return mac.digest('base64')
  }
  return {
    sign,
    isValid: (signature, ...parts) => {
      if (typeof signature !== 'string') return false
      const [given, ours] = [signature, sign(...parts)].map(each => Buffer.from(each))
      return given.length === ours.length && timingSafeEqual(given, ours)
    },
  }
}
