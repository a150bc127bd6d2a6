/** Values of the server, which anyone with its password can write. */

import type { Redis } from 'ioredis'
import { longestValue } from './keys.ts'

/** The bytes under a name; empty if there is nothing, null if they are too many or no bytes. */
export const storedBytes = async (redis: Redis, name: string): Promise<Buffer | null> => {
  try {
    const bytes = await redis.getrangeBuffer(name, 0, longestValue)
    return bytes.length > longestValue ? null : bytes
  } catch (error) {
    if (/^WRONGTYPE/.test((error as Error).message)) return null
    throw error
  }
}
