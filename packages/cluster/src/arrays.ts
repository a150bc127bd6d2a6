/** The arrays of tasks, which a worker fetches once as long as there is room. */

import { createHash } from 'node:crypto'
import type { Connection } from './connection.ts'
import { arrayKey } from './keys.ts'
import { storedBytes } from './stored.ts'

/** Bytes of arrays that a worker keeps for the next tasks. */
const cacheSize = 2 ** 28

/** An array that has expired, or whose bytes are not those of its hash. */
export class Missing extends Error {
  constructor(sha256: string) {
    super(`the array ${sha256} is missing`)
  }
}

/**
 * The bytes of an array by their SHA-256.
 *
 * @throws Missing, QueueGone from the function that it returns
 */
export const fetchedArrays = ({ redis, attempt }: Connection): ((sha256: string) => Promise<Uint8Array>) => {
  const cache = new Map<string, Promise<Uint8Array>>()
  let cached = 0
  return sha256 => {
    const known = cache.get(sha256)
    if (known !== undefined) return known
    const fetched = attempt(() => storedBytes(redis, arrayKey(sha256))).then(bytes => {
      if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== sha256)
        throw new Missing(sha256)
      cached += bytes.length
      return bytes
    })
    cache.set(sha256, fetched)
    fetched.catch(() => cache.delete(sha256))
    for (const [oldest, bytes] of cache) {
      if (cached <= cacheSize || oldest === sha256) break
      cache.delete(oldest)
      bytes.then(
        ({ length }) => {
          cached -= length
        },
        () => {},
      )
    }
    return fetched
  }
}
