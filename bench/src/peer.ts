/** What the bench asks of a library: to get ready for a piece of work, and to be sampled. */
import type { Sampler } from './timing.ts'
import type { Work } from './workload.ts'

export interface Task {
  readonly sample: Sampler
  /** A number that every library gets from the same data, up to rounding: it is called first. */
  readonly check?: () => number | Promise<number>
  /** Gives back what the task holds outside the garbage collector's reach. */
  readonly end?: () => void
}

export interface Peer {
  readonly name: string
  readonly version: string
  readonly threads: number
  /** Null for work the library cannot do, or not in this number type. */
  prepare(work: Work): Promise<Task | null>
  end?(): void
}
