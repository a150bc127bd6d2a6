/**
 * Counts the workers that died during a task. Each worker signs a task that it begins, and removes
 * its sign at the end, whatever the end is. BullMQ's own counts end with a job, and do not tell a
 * dead worker from one whose connection was lost.
 */

import { type Connection, farewell, pause } from './connection.ts'
import { every } from './every.ts'
import { host, isHost } from './host.ts'
import { keptFor } from './keys.ts'
import { areThere } from './presence.ts'
import type { Signer } from './signature.ts'

/** The last that a worker wrote of a task that it computes. */
interface Sign {
  readonly host: string
  /** When the task began, in milliseconds since 1970. */
  readonly at: number
  readonly seconds: number
  /** Memory of its process. */
  readonly megabytes: number
}

/** The text of a sign that its signature covers. */
const textOf = ({ host, at, seconds, megabytes }: Sign): string =>
  JSON.stringify([host, at, seconds, megabytes])

export type Deaths = ReturnType<typeof watchDeaths>

export const watchDeaths = (
  { redis, attempt }: Connection,
  {
    worker,
    nameOf,
    lifetime,
    signer,
  }: {
    readonly worker: string
    readonly nameOf: (key: string) => string
    readonly lifetime: number
    readonly signer: Signer
  },
) => {
  const running = new Map<string, { at: number; start: number }>()
  const sign = (key: string): Promise<unknown> => {
    const { at, start } = running.get(key) ?? { at: 0, start: 0 }
    const now: Sign = {
      host,
      at,
      seconds: Math.round((performance.now() - start) / 1000),
      megabytes: Math.round(process.memoryUsage.rss() / 2 ** 20),
    }
    const text = JSON.stringify({ ...now, signature: signer.sign('begun', key, worker, textOf(now)) })
    return redis.pipeline().hset(nameOf(key), worker, text).expire(nameOf(key), keptFor).exec()
  }
  const signing = every(0.3 * lifetime, () => Promise.all([...running.keys()].map(sign)))
  const end = (key: string): Promise<unknown> => redis.hdel(nameOf(key), worker)
  return {
    /** How many workers have begun the task and not ended it: dead ones, and others. */
    begun: (key: string): Promise<number> => redis.hlen(nameOf(key)),
    /**
     * What the dead ones of them wrote last, in the order in which they began. It waits until every
     * living worker has given a sign of life.
     */
    dead: async (key: string): Promise<string[]> => {
      await pause(lifetime)
      const signs = Object.entries(await attempt(() => redis.hgetall(nameOf(key))))
      const isThere = await attempt(() =>
        areThere(
          redis,
          'worker',
          signs.map(([id]) => id),
        ),
      )
      return signs
        .flatMap(([id, text], each) => (isThere[each] ? [] : signIn(signer, key, id, text)))
        .sort((a, b) => a.at - b.at)
        .map(({ host, seconds, megabytes }) => `${host} after ${seconds} s with ${megabytes} MB of memory`)
    },
    begin: async (key: string): Promise<void> => {
      running.set(key, { at: Date.now(), start: performance.now() })
      await attempt(() => sign(key))
    },
    end: async (key: string): Promise<void> => {
      if (running.delete(key)) await attempt(() => end(key))
    },
    /** Ends the task for all who have begun it. */
    forget: async (key: string): Promise<void> => {
      running.delete(key)
      await attempt(() => redis.del(nameOf(key)))
    },
    /** Ends all tasks of this worker, which leaves alive. */
    leave: async (): Promise<void> => {
      signing.end()
      if (redis.status === 'ready') await farewell(Promise.all([...running.keys()].map(end)))
    },
  }
}

/** A sign from the server, after a check; none if its signature is not valid. */
const signIn = (signer: Signer, key: string, worker: string, text: string): Sign[] => {
  let sign: Sign = { host: 'an unknown machine', at: 0, seconds: 0, megabytes: 0 }
  let given: unknown
  try {
    const { host, at, seconds, megabytes, signature } = JSON.parse(text)
    if (isHost(host) && [at, seconds, megabytes].every(Number.isSafeInteger)) {
      sign = { host, at, seconds, megabytes }
      given = signature
    }
  } catch {
    // Anyone with the password can write it.
  }
  return signer.isValid(given, 'begun', key, worker, textOf(sign)) ? [sign] : []
}
