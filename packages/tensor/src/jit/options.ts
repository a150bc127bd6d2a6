/** The options of `jit`. */
import { fail, told } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import type { Pace } from './pace.ts'

/** The threads of a compiled program. `openThreads` of the entry `threads` returns them. */
export interface LoopThreads {
  readonly count: number
  share(job: string, shares: readonly unknown[], own: () => void): void
  pace(): Pace
}

export interface JitOptions {
  /** What `openThreads` of `@multiview/tensor/threads` returned. */
  readonly threads?: LoopThreads
}

/** The threads among the options. */
export function threadsOption(options: JitOptions): LoopThreads | undefined {
  checkOptions('jit', options, { threads: 'object' })
  const { threads } = options
  if (threads !== undefined && typeof threads?.share !== 'function')
    fail('jit', `the threads are ${told(threads)}; pass what openThreads returned, after awaiting it`)
  return threads
}
