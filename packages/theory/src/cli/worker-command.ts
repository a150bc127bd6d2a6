/** `multiview worker`: computes the tasks of a queue. */

import { memoryOf, workersOf } from './parse.ts'
import { waitOf } from './placement.ts'
import { accessOptions, protectedQueue, type QueueOptions, queueOption } from './queue-access.ts'
import { claimsOption, memoryOption, quietOption, type Verb } from './verb.ts'

interface Options extends QueueOptions {
  readonly workers?: string
  readonly memory?: string
  readonly claims: readonly string[]
  readonly wait?: string
  readonly quiet?: boolean
}

/** Seconds without the queue, enough for a server to restart or for a network to come back. */
const usualPatience = 3600

export const workerVerb: Verb<Options> = {
  name: 'worker',
  summary: 'compute the tasks of a queue, on this machine',
  description:
    'Takes the tasks that multiview verify and sweep give to a queue, until it is interrupted. Needs no files of theirs.',
  options: [
    queueOption('take tasks from this queue'),
    ...accessOptions,
    { flags: '--workers <n>', meaning: 'tasks at a time, each in a thread (default: one per core)' },
    memoryOption,
    {
      ...claimsOption,
      meaning: 'the file of claims with which verify was started (repeatable); the worker needs the same',
    },
    {
      flags: '--wait <seconds>',
      meaning: `end with status 75 after so long without the queue (default: ${usualPatience})`,
    },
    quietOption,
  ],
  help: `
A worker takes tasks from clients of the same build, with the same --claims files and the
same --queue-key, and from no others. It runs no code but this program and these files.
If it is killed, other workers take over its tasks within seconds.

Example:
  $ multiview worker --queue redis://localhost:6379 --workers 8
  computes eight tasks at a time for all who use this queue
  $ multiview worker --queue rediss://queue.lan:6379 --queue-key queue.key
  the same for a queue on another machine: it takes only tasks that the key has signed`,
  parse: ({ options: { workers, memory: megabytes, claims, wait, quiet = false, ...access } }) => {
    const wanted = workersOf(workers)
    const memory = memoryOf(megabytes)
    const patience = wait === undefined ? usualPatience : waitOf(wait)
    const queue = protectedQueue(access)
    return {
      settings: () => [],
      run: async () => {
        const { serve } = await import('./worker-run.ts')
        return serve({ queue, wanted, memory, patience, claims, quiet })
      },
    }
  },
}
