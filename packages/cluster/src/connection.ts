/** Connections that come back, and say when the server stays away. */

import { Redis } from 'ioredis'
import { isForeign } from './foreign.ts'
import { prefix } from './keys.ts'

export interface QueueAddress {
  /**
   * The URL of a Redis or Valkey server: `redis:`, or `rediss:` with TLS; or the path of its
   * socket. It may hold a password.
   */
  readonly url: string
  /** The URL in messages, without the password. */
  readonly shown: string
  /**
   * The key that clients and workers share, of at least 32 bytes. It signs tasks, outcomes and
   * failures; without it nothing is signed.
   */
  readonly secret?: Uint8Array | undefined
}

/** The server cannot be reached, or refuses to store anything. */
export class QueueGone extends Error {
  override readonly name = 'QueueGone'
}

/** The server refuses this user, or this machine refuses its certificate. Waiting does not help. */
export class QueueRefused extends Error {
  override readonly name = 'QueueRefused'
  /** What the user can do, in words that follow a semicolon. */
  readonly remedy: string

  constructor(message: string, remedy: string) {
    super(message)
    this.remedy = remedy
  }
}

export interface Connection {
  readonly redis: Redis
  /**
   * The value of the work. Rejects with QueueGone once the server has been away for longer than the
   * patience.
   */
  orGone<T>(work: Promise<T>): Promise<T>
  /**
   * Sends commands, again and again while the server says that it cannot write: its disk or memory
   * is full, or it is starting. After the patience the whole connection is given up.
   *
   * @throws QueueGone
   */
  attempt<T>(commands: () => Promise<T>): Promise<T>
  close(): void
}

/** Seconds for the first connection: a wrong address should be noticed soon. */
const firstPatience = 10

/**
 * Milliseconds without an answer after which a connection counts as lost: a machine that vanishes
 * does not close it. An answer takes 10 s at most when a worker waits for a task, and a long value
 * must be sent in this time.
 */
const longestSilence = 30_000

/** Refusals of a server that may pass. */
const passing = /^(OOM|MISCONF|LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY) /

/** Milliseconds within which a process that leaves says so. */
const longestFarewell = 1000

export const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))

/**
 * Waits for the last words of a process, but not for long: a connection that is lost at this moment
 * gives no answer.
 */
export const farewell = (words: Promise<unknown>): Promise<unknown> =>
  Promise.race([words.catch(() => {}), pause(longestFarewell)])

/**
 * @param patience seconds without the server after which it is given up
 * @param told called with `false` when the connection is lost and `true` when it is back
 * @throws QueueGone, QueueRefused
 */
export const connect = async (
  { url, shown }: QueueAddress,
  patience: number,
  told: (isThere: boolean) => void = () => {},
): Promise<Connection> => {
  await refuseForeign(url, shown)
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    socketTimeout: longestSilence,
    retryStrategy: times => Math.min(100 * times, 2000),
  })
  let last = 'no answer'
  let downSince: number | null = performance.now()
  let isFirst = true
  let gone: Error | null = null
  const affected = new Set<(error: Error) => void>()
  const giveUp = (error: Error): void => {
    gone ??= error
    for (const reject of affected) reject(gone)
  }
  // Not Promise.race with one long promise, which would keep the value of every race.
  const orGone = <T>(work: Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (gone !== null) reject(gone)
      affected.add(reject)
      work.then(resolve, reject).finally(() => affected.delete(reject))
    })
  const timer = setInterval(() => {
    const limit = isFirst ? Math.min(firstPatience, patience) : patience
    if (downSince !== null && performance.now() - downSince > 1000 * limit)
      giveUp(new QueueGone(`the queue ${shown} cannot be reached for ${limit} s (${last})`))
  }, 250)
  let isClosed = false
  const close = (): void => {
    isClosed = true
    clearInterval(timer)
    redis.disconnect()
  }
  redis.on('error', (error: Coded) => {
    last = error.code ?? error.message.split('\n')[0]
    const refused = refusal(shown, error)
    if (refused !== null) giveUp(refused)
  })
  redis.on('close', () => {
    if (downSince !== null || isClosed) return
    downSince = performance.now()
    told(false)
  })
  redis.on('ready', () => {
    downSince = null
    if (!isFirst) told(true)
  })
  const attempt = async <T>(commands: () => Promise<T>): Promise<T> => {
    const start = performance.now()
    for (;;)
      try {
        return await orGone(commands())
      } catch (error) {
        const { message } = error as Error
        // The answer to the command was lost. Whatever the server did of it can be done again.
        const isLost = /^(Connection is closed|Command aborted|Stream isn't writeable)/.test(message)
        if (isClosed || (!passing.test(message) && !isLost)) throw refusal(shown, error as Coded) ?? error
        if (performance.now() - start > 1000 * patience) {
          const reason = message.split('\n')[0]
          giveUp(new QueueGone(`the queue ${shown} stores nothing for ${patience} s (${reason})`))
        }
        await orGone(pause(500))
      }
  }
  try {
    redis.connect().catch(() => {})
    await orGone(greeted(redis))
    isFirst = false
    return { redis, orGone, attempt, close }
  } catch (error) {
    close()
    throw refusal(shown, error as Coded) ?? error
  }
}

const refuseForeign = async (url: string, shown: string): Promise<void> => {
  if (await isForeign(url))
    throw new QueueRefused(`${shown} is not a Redis or Valkey server`, 'correct the host or the port')
}

/**
 * The server answers, and runs a script on two keys. BullMQ changes the queue by such scripts: a
 * worker without this right would wait without a word, and a server of a cluster cannot run them.
 */
const greeted = async (redis: Redis): Promise<void> => {
  await redis.ping()
  await redis.eval('return 1', 2, `${prefix}:first`, `${prefix}:second`)
}

type Coded = Error & { readonly code?: string }

const refusal = (shown: string, { message, code = '' }: Coded): QueueRefused | null => {
  const [word] = message.split(' ')
  if (word === 'NOPERM')
    return new QueueRefused(
      `the queue ${shown} refuses a command to this user (${message.split('\n')[0]})`,
      'give the user all keys, channels and commands, such as ~* &* +@all',
    )
  if (/^(CROSSSLOT|MOVED)$/.test(word))
    return new QueueRefused(
      `the queue ${shown} is a server of a cluster, which has a part of the keys (${word})`,
      'name a server that is not in a cluster, or one for each part of the work',
    )
  if (/^(NOAUTH|WRONGPASS)$/.test(word))
    return new QueueRefused(
      `the queue ${shown} refuses this user or password (${word})`,
      'correct the user or the password',
    )
  if (message.startsWith('ERR DB index'))
    return new QueueRefused(
      `the queue ${shown} has no such database`,
      'end the URL with the number of another one, or with the port',
    )
  return /CERT|LEAF_SIGNATURE/.test(code)
    ? new QueueRefused(
        `the certificate of the queue ${shown} cannot be verified (${code})`,
        'name the certificate of its authority in NODE_EXTRA_CA_CERTS, or correct the host in the URL',
      )
    : null
}
