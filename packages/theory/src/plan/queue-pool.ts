/**
 * A pool whose workers are wherever a queue reaches. The client keeps the graph of tasks and the
 * report; the queue carries tasks and outcomes, and this file checks what comes back.
 */

import type { QueueAddress, QueueClient, QueueRefused, TaskFailed } from '@multiview/cluster'
import { version } from '../version.ts'
import { programName } from './build.ts'
import type { ModuleFile } from './module-file.ts'
import { outcomeIn } from './outcome.ts'
import { packed } from './packed-task.ts'
import type { Pool } from './pool.ts'
import { Refused, Suspended } from './suspended.ts'
import { TaskFailure, taskKey, taskName, taskSettings } from './task-identity.ts'
import type { Task } from './tasks/index.ts'

export interface QueuePoolOptions {
  /** Modules with kinds of tasks of the user, which the workers must have too. */
  readonly files: readonly ModuleFile[]
  /** Seconds without the server after which the work is suspended. */
  readonly patience: number
  readonly warn: (line: string) => void
}

/** @throws Suspended if the server cannot be reached; Refused if it refuses this user. */
export const queuePool = async (
  address: QueueAddress,
  { files, patience, warn }: QueuePoolOptions,
): Promise<Pool> => {
  const { openQueue } = await import('@multiview/cluster')
  const client: QueueClient = await openQueue(address, {
    version: programName(files),
    patience,
    warn,
  }).catch(error => {
    throw asOurs(error)
  })
  return {
    run: async <T extends Task>(task: T) => {
      const outcome = await client
        .run(taskKey(task), packed(task), text => outcomeIn(text, version, task))
        .catch(error => {
          if (error.name !== 'TaskFailed') throw asOurs(error)
          const failure = failureOf(task, error)
          // The report, which tells of it, may be hours away.
          if (failure.isDeadly) warn(`${failure.message}.`)
          throw failure
        })
      if ('failure' in outcome) throw outcome.failure
      return outcome.result
    },
    latest: () => null,
    queue: () => client.state(),
    close: () => client.close(),
  }
}

const failureOf = (task: Task, { message, isDeadly }: TaskFailed): TaskFailure => {
  if (!isDeadly) return new TaskFailure(`${taskName(task)} failed on every attempt; the last: ${message}`)
  const settings = taskSettings(task)
  return new TaskFailure(
    `${taskName(task)} failed: ${message}${settings === '' ? '' : `; its settings: ${settings}`}`,
    true,
  )
}

/** Turns the errors of a queue into errors of our classes. */
export const asOurs = (error: Error): Error =>
  error.name === 'QueueGone'
    ? new Suspended(`${error.message}.`)
    : error.name === 'QueueRefused'
      ? new Refused(`${error.message}; ${(error as QueueRefused).remedy}.`)
      : error
