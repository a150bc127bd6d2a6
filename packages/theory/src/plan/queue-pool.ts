/**
 * A pool whose workers are wherever a queue reaches. The client keeps the graph of tasks and the
 * report; the queue carries tasks and outcomes, and this file checks what comes back.
 */

import type { QueueAddress, QueueClient, QueueRefused, TaskFailed } from '@multiview/cluster'
import { version } from '../version.ts'
import { audit } from './audit.ts'
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
  /** The share of tasks that this machine computes too, and its pool for them; without it none. */
  readonly audited?: { readonly share: number; readonly pool: Pool } | undefined
}

/** @throws Suspended if the server cannot be reached; Refused if it refuses this user. */
export const queuePool = async (
  address: QueueAddress,
  { files, patience, warn, audited }: QueuePoolOptions,
): Promise<Pool> => {
  const { openQueue } = await import('@multiview/cluster')
  const client: QueueClient = await openQueue(address, {
    version: programName(files, address.secret),
    patience,
    warn,
  }).catch(error => {
    throw asOurs(error)
  })
  const auditing = audited && audit(audited.pool, version, audited.share, client.forget)
  return {
    run: async <T extends Task>(task: T) => {
      const key = taskKey(task)
      const asked = client
        .run(key, packed(task), (text, from) => ({ text, from, outcome: outcomeIn(text, version, task) }))
        .catch(error => {
          if (error.name !== 'TaskFailed') throw asOurs(error)
          const failure = failureOf(task, error)
          // The report, which tells of it, may be hours away.
          if (failure.isDeadly) warn(`${failure.message}.`)
          throw failure
        })
      const { outcome } = await (auditing?.compared(key, task, asked) ?? asked)
      if ('failure' in outcome) throw outcome.failure
      return outcome.result
    },
    latest: () => null,
    queue: () => client.state(),
    audited: () => auditing?.count() ?? null,
    close: async () => {
      await Promise.all([client.close(), auditing?.close()])
    },
  }
}

const failureOf = (task: Task, { message, isDeadly }: TaskFailed): TaskFailure => {
  if (!isDeadly) return new TaskFailure(`${taskName(task)} failed on every attempt; the last: ${message}`)
  const settings = taskSettings(task)
  return new TaskFailure(
    `${taskName(task)} failed: ${message}${settings === '' ? '' : `; its settings: ${settings}`}`,
    { isDeadly: true },
  )
}

/** Turns the errors of a queue into errors of our classes. */
export const asOurs = (error: Error): Error =>
  error.name === 'QueueGone'
    ? new Suspended(`${error.message}.`)
    : error.name === 'QueueRefused'
      ? new Refused(`${error.message}; ${(error as QueueRefused).remedy}.`)
      : error
