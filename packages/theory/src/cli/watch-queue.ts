/** Tells the user of a queue without workers for a run, and of builds that it does not fit. */

import type { QueueState } from '@multiview/cluster'

/** Milliseconds between two looks, and without a worker before the user is told. */
const interval = 500
const longestAlone = 10_000

export interface WatchedQueue {
  /** The URL in messages. */
  readonly shown: string
  /** Whether a key signs its tasks and results. */
  readonly isSigned: boolean
  /** The name of this program. */
  readonly name: string
  /** Null before it is known. */
  state(): QueueState | null
}

/**
 * Looks until `end`. One line for each time without a worker, and one for each other build whose
 * workers are there.
 */
export const watchQueue = ({ shown, isSigned, name, state }: WatchedQueue, warn: (line: string) => void) => {
  let most = 0
  let aloneSince: number | null = performance.now()
  const told = new Set<string>()
  const isKeyed = (names: readonly string[]): boolean =>
    isSigned || names.some(each => /-key\.\w+$/.test(each))
  const timer = setInterval(() => {
    const now = state()
    if (now === null) return
    const { workers, others } = now
    most = Math.max(most, workers)
    for (const each of others.workers)
      if (!told.has(each)) {
        told.add(each)
        warn(`${shown} has workers of multiview ${each}, which take none of these tasks.`)
      }
    if (workers > 0) aloneSince = performance.now()
    if (workers > 0 || aloneSince === null || performance.now() - aloneSince < longestAlone) return
    aloneSince = null
    warn(
      others.workers.length === 0
        ? `${shown} has no worker for these tasks; start one with: multiview worker --queue ${shown}${isSigned ? ' --queue-key FILE' : ''}`
        : `${shown} has no worker of multiview ${name} for these tasks, only of ${others.workers.join(', ')}; run one build, with the same --claims files${isKeyed(others.workers) ? ' and the same --queue-key' : ''}, on all machines.`,
    )
  }, interval)
  return {
    /** The most workers that were there at a time. */
    most: () => most,
    end: () => clearInterval(timer),
  }
}
