/** The URL behind `--queue`. Its password is never shown. */

import type { QueueAddress } from '@multiview/cluster'
import { InputError } from './complaint.ts'

const expected =
  'write redis://HOST:6379, rediss://:PASSWORD@HOST:6379 for TLS and a password, or unix:///PATH for a socket'

const local = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** A queue, and what its URL says of it. */
export interface NamedQueue extends QueueAddress {
  /** Whether it is on this machine, so that no network carries what is sent to it. */
  readonly isLocal: boolean
  readonly hasPassword: boolean
}

/**
 * @param password for a URL that has none
 * @throws InputError, which does not repeat the text.
 */
export const queueNamed = (text: string | undefined, password?: string): NamedQueue => {
  if (text === undefined)
    throw new InputError('--queue is missing; name a queue, such as --queue redis://localhost:6379.')
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'unix:') return socketAt(url, password)
  if (url === undefined || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '')
    throw new InputError(`--queue is not the URL of a queue; ${expected}.`)
  const { protocol, host, hostname, pathname, search, hash } = url
  if (!/^(\/\d{0,3})?$/.test(pathname) || search !== '' || hash !== '')
    throw new InputError(
      '--queue has more than the number of a database behind its host; end it with the port, or with /2 for database 2.',
    )
  if (url.password === '' && password !== undefined) url.password = encodeURIComponent(password)
  return {
    url: url.href,
    shown: `${protocol}//${host}${pathname === '/' ? '' : pathname}`,
    isLocal: local.test(hostname),
    hasPassword: url.password !== '',
  }
}

const socketAt = ({ host, pathname, search, hash }: URL, password: string | undefined): NamedQueue => {
  if (host !== '' || pathname.length < 2 || search !== '' || hash !== '')
    throw new InputError(
      '--queue is not the path of a socket; write unix:///run/valkey/valkey.sock, with three slashes and nothing behind the path.',
    )
  const path = decodeURIComponent(pathname)
  return {
    url: password === undefined ? path : `${path}?${new URLSearchParams({ password })}`,
    shown: `unix://${pathname}`,
    isLocal: true,
    hasPassword: password !== undefined,
  }
}

/** A line of warning if other machines can reach the queue without a password. */
export const noteOpenQueue = ({ shown, secret, isLocal, hasPassword }: NamedQueue): void => {
  if (hasPassword || isLocal) return
  const may = secret === undefined ? 'read, change and remove' : 'read and remove'
  process.stderr.write(`${shown} has no password: whoever reaches it can ${may} tasks and results.\n`)
}
