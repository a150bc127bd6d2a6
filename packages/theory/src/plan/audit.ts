/** Computes a share of the tasks of a queue here, too, and compares the outcomes byte by byte. */

import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type { Sender } from '@multiview/cluster'
import { sha256 } from '../files/hash.ts'
import { computedText } from './outcome.ts'
import type { Pool } from './pool.ts'
import { TaskFailure, taskName } from './task-identity.ts'
import type { Task } from './tasks/index.ts'

/** The text of an outcome, and the worker that computed it. */
export interface Sent {
  readonly text: string
  readonly from: Sender
}

/**
 * Says which tasks are audited. The same seed and key give the same answer.
 *
 * @param share from 0 to 1
 * @param seed of the client alone: a worker that knew it could lie about the other tasks only
 */
export const chosenFor =
  (share: number, seed: string) =>
  (key: string): boolean =>
    Number.parseInt(sha256(`audit ${seed} ${key}`).slice(0, 13), 16) / 2 ** 52 < share

export interface Audit {
  /**
   * What the queue answers. For a task that is audited, this machine computes it meanwhile.
   *
   * @throws TaskFailure if the outcomes differ
   */
  compared<T extends Sent>(key: string, task: Task, asked: Promise<T>): Promise<T>
  /** How many tasks had the same outcome twice. */
  count(): number
  close(): Promise<void>
}

/**
 * @param pool computes the tasks here; it is closed with the audit
 * @param forget removes the outcome of a key from the queue
 */
export const audit = (
  pool: Pool,
  version: string,
  share: number,
  forget: (key: string) => Promise<void>,
): Audit => {
  const isChosen = chosenFor(share, randomBytes(32).toString('hex'))
  let count = 0
  return {
    compared: async (key, task, asked) => {
      if (!isChosen(key)) return asked
      const [sent, ours] = await Promise.all([asked, computedText(version, task, () => pool.run(task))])
      if (sent.text !== ours) {
        await forget(key)
        throw new TaskFailure(difference(task, sent, ours))
      }
      count++
      return sent
    },
    count: () => count,
    close: () => pool.close(),
  }
}

const difference = (task: Task, { text, from: { host, pid } }: Sent, ours: string): string => {
  const [a, b] = [text, ours].map(each => Buffer.from(each))
  const at = a.findIndex((byte, place) => byte !== b[place])
  return (
    `${taskName(task)} was audited, and its outcome from process ${pid} on ${host} differs from that of process ${process.pid} on ${hostname()} ` +
    `at byte ${at < 0 ? a.length : at}: one of them lies, or its memory or processor is damaged. Stop it, ` +
    'run multiview queue --empty, and start the run again in another folder; nothing tells which other results came from it.'
  )
}
