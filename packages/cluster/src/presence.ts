/** Who is at the queue: each client and worker says so every few seconds. */

import type { Redis } from 'ioredis'
import { type Connection, farewell } from './connection.ts'
import { every } from './every.ts'
import { host } from './host.ts'
import { prefix } from './keys.ts'

export type Role = 'client' | 'worker'

export interface Present {
  readonly host: string
  /** Version of its program, as it names its queue. */
  readonly version: string
  /** Tasks that it computes at a time; 0 for a client. */
  readonly threads: number
}

/** Milliseconds after which a process that gives no sign of life is gone. */
export const usualLifetime = 10_000

const indexOf = (role: Role): string => `${prefix}:${role}s`
const keyOf = (role: Role, id: string): string => `${prefix}:${role}:${id}`

/**
 * Announces this process until `end`. A process that waits writes nothing else, so `attempt` finds
 * out here that the server stores nothing.
 */
export const announce = (
  { redis, attempt }: Connection,
  role: Role,
  id: string,
  version: string,
  threads: number,
  lifetime = usualLifetime,
) => {
  const present: Present = { host, version, threads }
  const text = JSON.stringify(present)
  const telling = every(0.3 * lifetime, async () => {
    if (redis.status !== 'ready') return
    await attempt(async () => {
      await redis.set(keyOf(role, id), text, 'PX', lifetime)
      await redis.sadd(indexOf(role), id)
    })
  })
  return {
    end: async (): Promise<void> => {
      telling.end()
      if (redis.status !== 'ready') return
      await farewell(redis.multi().del(keyOf(role, id)).srem(indexOf(role), id).exec())
    },
  }
}

/**
 * All processes that gave a sign of life in the last seconds. Those that are gone are forgotten.
 */
export const present = async (redis: Redis, role: Role): Promise<Present[]> => {
  const ids = await redis.smembers(indexOf(role))
  if (ids.length === 0) return []
  const texts = await redis.mget(ids.map(id => keyOf(role, id)))
  const gone = ids.filter((_, at) => texts[at] === null)
  if (gone.length > 0) await redis.srem(indexOf(role), ...gone)
  return texts.flatMap(text => (text === null ? [] : presentIn(text)))
}

/** Which of these processes gave a sign of life in the last seconds. */
export const areThere = async (redis: Redis, role: Role, ids: readonly string[]): Promise<boolean[]> =>
  ids.length === 0 ? [] : (await redis.mget(ids.map(id => keyOf(role, id)))).map(text => text !== null)

/** What a text from the server says of a process, after a check. */
const presentIn = (text: string): Present[] => {
  try {
    const { host, version, threads } = JSON.parse(text)
    return [host, version].every(each => typeof each === 'string' && /^[\w.+:-]{1,100}$/.test(each)) &&
      Number.isSafeInteger(threads) &&
      threads >= 0 &&
      threads <= 1024
      ? [{ host, version, threads }]
      : []
  } catch {
    return []
  }
}
