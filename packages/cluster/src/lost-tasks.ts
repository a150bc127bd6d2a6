/**
 * Finds tasks that a server has lost: those without a job, and those whose job is in no list, so
 * that no worker would ever take it. A server loses keys by eviction, or with its memory.
 */

import type { Redis } from 'ioredis'
import type { keysOf } from './keys.ts'

/** Jobs that one command looks for. */
const mostLooked = 1000

/** Its function gives the lost ones of these tasks; it must be called repeatedly. */
export const lostTasks = (redis: Redis, keys: ReturnType<typeof keysOf>) => {
  let suspects = new Set<string>()
  const existing = async (names: readonly string[]): Promise<boolean[]> => {
    const found: boolean[] = []
    for (let from = 0; from < names.length; from += mostLooked) {
      const some = names.slice(from, from + mostLooked)
      if ((await redis.exists(some)) === some.length) {
        found.push(...some.map(() => true))
        continue
      }
      const pipeline = redis.pipeline()
      for (const name of some) pipeline.exists(name)
      found.push(...((await pipeline.exec()) ?? []).map(([, count]) => count === 1))
    }
    return found
  }
  /** Jobs that no list names and that no worker has. */
  const unlisted = async (jobs: readonly string[]): Promise<string[]> => {
    const lengths = await Promise.all(keys.lists.map(name => redis.llen(name)))
    if (lengths.reduce((sum, length) => sum + length, 0) >= jobs.length) return []
    const listed = new Set((await Promise.all(keys.lists.map(name => redis.lrange(name, 0, -1)))).flat())
    const others = jobs.filter(key => !listed.has(key))
    const isHeld = await existing(others.map(keys.lock))
    return others.filter((_, at) => !isHeld[at])
  }
  return async (asked: readonly string[]): Promise<string[]> => {
    const hasJob = await existing(asked.map(keys.job))
    const earlier = suspects
    suspects = new Set(await unlisted(asked.filter((_, at) => hasJob[at])))
    // A job changes its list between two commands; one that is in none twice has been lost.
    const again = [...suspects].filter(key => earlier.has(key))
    if (again.length > 0) await redis.del(again.map(keys.job))
    return [...asked.filter((_, at) => !hasJob[at]), ...again]
  }
}
