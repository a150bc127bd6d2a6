/** The URL behind `--queue`. Its password is never shown. */

import type { QueueAddress } from '@multiview/cluster'
import { InputError } from './complaint.ts'
import type { Option } from './verb.ts'

/** @param what the command does there */
export const queueOption = (what: string): Option => ({
  flags: '--queue <url>',
  meaning: `${what}; the URL of a Redis or Valkey server, such as redis://HOST:6379`,
})

const expected = 'write redis://HOST:6379, or rediss://:PASSWORD@HOST:6379 for TLS and a password'

const local = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** @throws InputError, which does not repeat the text. */
export const queueNamed = (text: string | undefined): QueueAddress => {
  if (text === undefined)
    throw new InputError('--queue is missing; name a queue, such as --queue redis://localhost:6379.')
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '')
    throw new InputError(`--queue is not the URL of a queue; ${expected}.`)
  const { protocol, host, pathname, search, hash } = url
  if (!/^(\/\d{0,3})?$/.test(pathname) || search !== '' || hash !== '')
    throw new InputError(
      '--queue has more than the number of a database behind its host; end it with the port, or with /2 for database 2.',
    )
  const shown = `${protocol}//${host}${pathname === '/' ? '' : pathname}`
  return { url: text, shown }
}

/** A line of warning if other machines can reach the queue without a password. */
export const noteOpenQueue = ({ url, shown }: QueueAddress): void => {
  const { password, hostname } = new URL(url)
  if (password === '' && !local.test(hostname))
    process.stderr.write(
      `${shown} has no password: whoever reaches it can read, change and remove tasks and results.\n`,
    )
}
