/** The options that say which queue, and what protects it: a key, a password, or nothing. */

import { InputError } from './complaint.ts'
import { type NamedQueue, queueNamed } from './queue-address.ts'
import { secretIn } from './secret-file.ts'
import type { Option } from './verb.ts'

export interface QueueOptions {
  readonly queue?: string
  readonly queueKey?: string
  readonly queuePasswordFile?: string
  readonly insecure?: true
}

/** @param what the command does there */
export const queueOption = (what: string): Option => ({
  flags: '--queue <url>',
  meaning: `${what}; the URL of a Redis or Valkey server, such as redis://HOST:6379`,
})

export const passwordOption: Option = {
  flags: '--queue-password-file <file>',
  meaning: 'the password of the queue; without it MULTIVIEW_QUEUE_PASSWORD has the password, or the URL',
}

export const accessOptions: readonly Option[] = [
  {
    flags: '--queue-key <file>',
    meaning:
      'the key that signs tasks and results, as multiview queue-key writes it; without it MULTIVIEW_QUEUE_KEY has the key',
  },
  passwordOption,
  { flags: '--insecure', meaning: 'use a queue on another machine without a key' },
]

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The queue with its password.
 *
 * @throws InputError of one line, without password or key.
 */
export const queueOf = (
  { queue, queuePasswordFile: file }: Pick<QueueOptions, 'queue' | 'queuePasswordFile'>,
  environment: Environment = process.env,
): NamedQueue => {
  const [option, password] =
    file === undefined
      ? ['MULTIVIEW_QUEUE_PASSWORD', environment.MULTIVIEW_QUEUE_PASSWORD]
      : ['--queue-password-file', secretIn('--queue-password-file', file)]
  if (password === '') throw new InputError(`${option} is empty; write the password of the queue there.`)
  if (password !== undefined && /\p{Cc}/u.test(password))
    throw new InputError(`${option} has more than one line; write only the password there.`)
  if (file !== undefined && queueNamed(queue).hasPassword)
    throw new InputError('--queue and --queue-password-file both have a password; give one.')
  return queueNamed(queue, password)
}

/**
 * The queue with password and key, for a client or a worker.
 *
 * @throws InputError also for a queue on another machine without a key.
 */
export const protectedQueue = (
  { queueKey, insecure, ...options }: QueueOptions,
  environment: Environment = process.env,
): NamedQueue => {
  const queue = queueOf(options, environment)
  const [option, text] =
    queueKey === undefined
      ? ['MULTIVIEW_QUEUE_KEY', environment.MULTIVIEW_QUEUE_KEY]
      : ['--queue-key', secretIn('--queue-key', queueKey)]
  if (text !== undefined) {
    if (!/^[0-9a-f]{64}$/i.test(text))
      throw new InputError(
        `${option} has no key of 64 hexadecimal digits; multiview queue-key FILE writes one${queueKey === undefined ? '; the variable has the key itself, and --queue-key names a file' : ''}.`,
      )
    if (insecure)
      throw new InputError(`--insecure is for a queue without a key; remove it, or remove ${option}.`)
    return { ...queue, secret: Buffer.from(text, 'hex') }
  }
  if (!queue.isLocal && !insecure)
    throw new InputError(
      `--queue ${queue.shown} is on another machine, and nothing signs its tasks and results: whoever reaches it could forge them. ` +
        'Write a key with multiview queue-key FILE, copy it to each machine, and give --queue-key FILE to clients and workers; or give --insecure.',
    )
  return queue
}
