/** Computes the task of a job, and stores its outcome or failure before the job counts as done. */

import { type Job, UnrecoverableError } from 'bullmq'
import { fetchedArrays, Missing } from './arrays.ts'
import type { Packed } from './client.ts'
import type { Connection } from './connection.ts'
import type { Deaths } from './deaths.ts'
import { failureText } from './failure.ts'
import { host } from './host.ts'
import {
  attempts,
  failureKeptFor,
  isKey,
  keptFor,
  type keysOf,
  longestTask,
  longestValue,
  mostArrays,
  mostDeaths,
} from './keys.ts'
import type { Rest } from './rest.ts'
import { sentOutcome } from './sent-outcome.ts'
import type { Signer } from './signature.ts'
import { turns } from './turns.ts'

interface Parts {
  readonly keys: ReturnType<typeof keysOf>
  readonly deaths: Deaths
  readonly rest: Rest
  readonly signer: Signer
  readonly warn: (line: string) => void
  /** Computes the text of an outcome. */
  readonly run: (key: string, task: Packed) => Promise<string>
}

/** Forged tasks of which a line tells. */
const mostRefused = 20

export const computer = (
  connection: Connection,
  { keys, deaths, rest, signer, warn, run }: Parts,
): ((job: Job<unknown>) => Promise<void>) => {
  const { redis, attempt } = connection
  const arrayOf = fetchedArrays(connection)
  const turn = turns()

  const fail = async (key: string, message: string, isDeadly = false): Promise<void> => {
    await attempt(() =>
      redis.set(keys.failure(key), failureText(signer, key, { message, isDeadly }), 'EX', failureKeptFor),
    )
    await deaths.forget(key)
  }
  const computed = async (job: Job, key: string, packed: PackedText): Promise<void> => {
    try {
      const arrays = new Map<string, Uint8Array>()
      for (const sha256 of packed.arrays) arrays.set(sha256, await arrayOf(sha256))
      const outcome = await run(key, { text: packed.text, arrays })
      rest.succeeded()
      const sent = sentOutcome(signer, key, outcome)
      if (sent.length > longestValue)
        throw new UnrecoverableError(`its result has more than the ${longestValue} bytes of a queue`)
      await attempt(() => redis.set(keys.outcome(key), sent, 'EX', keptFor))
      await deaths.forget(key)
    } catch (error) {
      // The client uploads it again.
      if (error instanceof Missing) throw new UnrecoverableError(error.message)
      if (error instanceof UnrecoverableError || job.attemptsMade + 1 >= attempts)
        await fail(key, `${host}: ${(error as Error).message}`)
      rest.failed((error as Error).message, isOfMachine(error))
      throw error
    }
  }
  const refused = new Set<string>()
  const refuse = (key: string): void => {
    if (refused.size === mostRefused || refused.has(key)) return
    refused.add(key)
    const isLast = refused.size === mostRefused
    warn(
      `Task ${key} is not computed: its signature is not valid.${isLast ? ' Further ones are not told.' : ''}`,
    )
  }
  return async job => {
    const key = job.id
    const packed = packedIn(job.data)
    if (!isKey(key) || packed === null) throw new UnrecoverableError('it is not a task')
    if (!signer.isValid(packed.signature, 'task', key, packed.text, ...packed.arrays)) {
      refuse(key)
      throw new UnrecoverableError('its signature is not valid')
    }
    const [outcomes, begun] = await attempt(() =>
      Promise.all([redis.exists(keys.outcome(key)), deaths.begun(key)]),
    )
    // It was computed while this job was on its way, perhaps by a worker that died just then.
    if (outcomes === 1) {
      if (begun > 0) await deaths.forget(key)
      return
    }
    const dead = begun >= mostDeaths ? await deaths.dead(key) : []
    if (dead.length >= mostDeaths) {
      await fail(key, `${dead.length} workers died during it: on ${dead.join(', on ')}`, true)
      throw new UnrecoverableError('its workers died')
    }
    // Alone, a task is killed by no other one of this process, and kills no other one.
    const endTurn = await turn.take(begun >= mostDeaths - 1)
    try {
      await deaths.begin(key)
      await computed(job, key, packed)
    } finally {
      endTurn()
      await deaths.end(key).catch(() => {})
    }
  }
}

const isOfMachine = (error: unknown): boolean =>
  (error as { readonly isOfMachine?: unknown }).isOfMachine === true

interface PackedText {
  readonly text: string
  readonly arrays: readonly string[]
  readonly signature: unknown
}

/** The task in a job's data; null for anything else. */
const packedIn = (data: unknown): PackedText | null => {
  const { text, arrays, signature } = Object(data) as Readonly<Record<string, unknown>>
  return typeof text === 'string' &&
    text.length <= longestTask &&
    Array.isArray(arrays) &&
    arrays.length <= mostArrays &&
    arrays.every(isKey)
    ? { text, arrays, signature }
    : null
}
