/** The side that asks: submits tasks by key, and waits for their outcomes in the store. */

import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { connect, type QueueAddress } from './connection.ts'
import { every } from './every.ts'
import { type Failure, failureIn } from './failure.ts'
import { arrayKey, attempts, keptFor, keysOf, longestTask, longestValue, mostArrays } from './keys.ts'
import { lostTasks } from './lost-tasks.ts'
import { announce } from './presence.ts'
import { readOutcome, type Sender } from './sent-outcome.ts'
import { signer } from './signature.ts'
import { type QueueState, queueOf, stateNow } from './state.ts'
import { storedBytes } from './stored.ts'

/** A task as the queue carries it. */
export interface Packed {
  readonly text: string
  /** Large parts of the task, by their SHA-256. */
  readonly arrays: ReadonlyMap<string, Uint8Array>
}

/** A task that failed on every attempt, or whose workers died. The message is a worker's. */
export class TaskFailed extends Error {
  override readonly name = 'TaskFailed'
  /** Whether its workers died. */
  readonly isDeadly: boolean

  constructor(message: string, isDeadly = false) {
    super(message)
    this.isDeadly = isDeadly
  }
}

export interface QueueClient {
  /**
   * The outcome of a task: read if the store has it, computed by some worker otherwise. The task
   * runs once, however many clients ask for its key.
   *
   * @param read gives the value of an outcome's text, or throws if it cannot be used; it is then
   * removed and computed again. So is an outcome without a valid signature.
   * @throws TaskFailed, QueueGone; RangeError for a task that is too large for a queue
   */
  run<T>(key: string, task: Packed, read: (text: string, from: Sender) => T): Promise<T>
  /** Removes the outcome of a task, which is computed again when somebody asks for it. */
  forget(key: string): Promise<void>
  /** The state of a moment ago; null before the first look. */
  state(): QueueState | null
  close(): Promise<void>
}

export interface QueueOptions {
  /** Names the build of the program: workers of another one take nothing from its clients. */
  readonly version: string
  /** Seconds without the server after which the client gives up. */
  readonly patience: number
  readonly warn: (line: string) => void
}

/** @throws RangeError for a task that is too large for a queue. */
const checkSize = (key: string, { text, arrays }: Packed): void => {
  const longest = [...arrays.values()].reduce((most, { length }) => Math.max(most, length), 0)
  const sizes: readonly [what: string, most: number, size: number][] = [
    [`a text of ${text.length} characters`, longestTask, text.length],
    [`${arrays.size} arrays`, mostArrays, arrays.size],
    [`an array of ${longest} bytes`, longestValue, longest],
  ]
  for (const [what, most, size] of sizes)
    if (size > most)
      throw new RangeError(
        `task ${key} has ${what}, and a queue carries at most ${most}; compute it without a queue.`,
      )
}

/** Milliseconds between two looks at the queue's state, and at the tasks that are waited for. */
const stateInterval = 1000
const lookInterval = 3000

/** Bytes of a failure that are read: its message has 1000 characters at most, each of 6 in JSON. */
const longestFailure = 7000

/**
 * How many times the client submits a task again that vanished from the server or came back
 * damaged.
 */
const mostLosses = 10

/** @throws QueueGone, QueueRefused; RangeError for a secret of less than 32 bytes */
export const openQueue = async (
  address: QueueAddress,
  { version, patience, warn }: QueueOptions,
): Promise<QueueClient> => {
  const signing = signer(version, address.secret)
  const connection = await connect(address, patience)
  const { redis, attempt } = connection
  const queue = queueOf(redis, version)
  const keys = keysOf(version)
  const here = announce(connection, 'client', randomUUID(), version, 0)

  /** Wakes those who wait for a key. */
  const waiting = new Map<string, Set<() => void>>()
  const wake = (key: string): void => {
    for (const each of waiting.get(key) ?? []) each()
  }
  // ioredis does not handle the rejection of its own subscription, when the connection is closed.
  const listener: Redis = redis.duplicate({ autoResubscribe: false })
  listener.on('error', () => {})
  listener.on('message', (_, key: string) => wake(key))
  listener.on('ready', () => listener.subscribe(keys.done).catch(() => {}))
  listener.connect().catch(() => {})

  let state: QueueState | null = null
  const lost = lostTasks(redis, keys)
  const looks = [
    every(stateInterval, async () => {
      if (redis.status === 'ready') state = await stateNow(redis, queue)
    }),
    // A message is lost while the listener is away, and a server may lose tasks: whoever waits for
    // such a task looks for its outcome, and gives it to the queue again.
    every(lookInterval, async () => {
      if (redis.status === 'ready') for (const key of await lost([...waiting.keys()])) wake(key)
    }),
  ]

  const uploads = new Map<string, Promise<unknown>>()
  /** Uploads an array once, unless the server has it. */
  const upload = async (sha256: string, bytes: Uint8Array, again: boolean): Promise<void> => {
    let done = again ? undefined : uploads.get(sha256)
    if (done === undefined) {
      done = attempt(async () => {
        // The array on the server may be damaged.
        if (!again && (await redis.expire(arrayKey(sha256), keptFor)) === 1) return
        await redis.set(
          arrayKey(sha256),
          Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
          'EX',
          keptFor,
        )
      })
      uploads.set(sha256, done)
      done.catch(() => uploads.delete(sha256))
    }
    await done
  }

  const forget = async (key: string): Promise<void> => {
    await attempt(() => redis.del(keys.outcome(key)))
  }
  /** The outcome of a key. If it is damaged or too long, it is removed. */
  const outcome = async <T>(
    key: string,
    read: (text: string, from: Sender) => T,
  ): Promise<{ value: T } | 'none' | 'damaged'> => {
    const name = keys.outcome(key)
    const bytes = await attempt(() => storedBytes(redis, name))
    if (bytes?.length === 0) return 'none'
    try {
      if (bytes === null) throw new Error('it is not a text, or too long')
      const { text, from } = readOutcome(signing, key, bytes)
      return { value: read(text, from) }
    } catch (error) {
      warn(
        `The queue's result of task ${key} is not used: ${(error as Error).message.split('\n')[0]}; it is computed again.`,
      )
      await forget(key)
      return 'damaged'
    }
  }
  /** The failure that a worker left; null for none, and for a forged one. */
  const failureOf = async (key: string): Promise<Failure | null> => {
    const text = await attempt(() => redis.getrange(keys.failure(key), 0, longestFailure))
    if (text === '') return null
    const failure = failureIn(signing, key, text)
    if (failure === null)
      warn(
        `The queue's failure of task ${key} is not used: its signature is not valid; it is computed again.`,
      )
    return failure
  }

  return {
    run: async <T>(key: string, task: Packed, read: (text: string, from: Sender) => T): Promise<T> => {
      checkSize(key, task)
      const arrays = [...task.arrays.keys()]
      const signature = signing.sign('task', key, task.text, ...arrays)
      let isWoken = false
      let stopWaiting = (): void => {}
      const wakeUp = (): void => {
        isWoken = true
        stopWaiting()
      }
      try {
        for (let losses = 0; ; losses++) {
          const found = await outcome(key, read)
          if (typeof found === 'object') return found.value
          const failure = losses === 0 ? null : await failureOf(key)
          if (failure !== null) throw new TaskFailed(failure.message, failure.isDeadly)
          if (losses > mostLosses) throw new TaskFailed(`it was lost or came back damaged ${losses} times`)
          await attempt(() => redis.del(keys.failure(key)))
          for (const [sha256, bytes] of task.arrays) await upload(sha256, bytes, losses > 0)
          isWoken = false
          waiting.set(key, (waiting.get(key) ?? new Set()).add(wakeUp))
          await attempt(() =>
            queue.add(
              'task',
              { text: task.text, arrays, signature },
              {
                jobId: key,
                attempts,
                removeOnComplete: true,
                removeOnFail: true,
              },
            ),
          )
          if (!isWoken)
            await connection.orGone(
              new Promise<void>(resolve => {
                stopWaiting = resolve
              }),
            )
        }
      } finally {
        waiting.get(key)?.delete(wakeUp)
        if (waiting.get(key)?.size === 0) waiting.delete(key)
      }
    },
    forget,
    state: () => state,
    close: async () => {
      for (const each of looks) each.end()
      await here.end()
      listener.disconnect()
      connection.close()
    },
  }
}
