/** The interface between the bench and a library: prepare a task, then sample it. */
import type { Sampler } from './timing.ts'
import type { Work } from './workload.ts'

export interface Task {
  readonly sample: Sampler
  /**
   * A number that every library computes from the same data, up to rounding. The bench calls this
   * first.
   */
  readonly check?: () => number | Promise<number>
  /** Frees memory of the task that is not garbage-collected. */
  readonly end?: () => void
}

export interface Peer {
  readonly name: string
  readonly version: string
  readonly threads: number
  /** Null if the library cannot do this work, or not in this number type. */
  prepare(work: Work): Promise<Task | null>
  end?(): void
}
