/** The options of `jit`. */
import { fail, told } from '../array/error.ts'
import { checkOptions, checkWhole } from '../array/options.ts'
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
  /**
   * Whether a call writes its results over those of earlier calls, so that repeated calls allocate
   * nothing. A result is then valid until the second call after it begins. By default every call
   * returns new tensors, which stay as they are.
   */
  readonly reuseResults?: boolean
  /** The maximum number of plans that are kept, 16 by default. Those used last are kept. */
  readonly plans?: number
}

/** Checks the options. */
export function checkJitOptions(options: JitOptions): JitOptions {
  checkOptions('jit', options, { threads: 'object', reuseResults: 'boolean', plans: 'number' })
  const { threads, plans = 1 } = options
  checkWhole('jit', 'plans', plans, 1)
  if (threads !== undefined && typeof threads?.share !== 'function')
    fail('jit', `the threads are ${told(threads)}; pass what openThreads returned, after awaiting it`)
  return options
}
