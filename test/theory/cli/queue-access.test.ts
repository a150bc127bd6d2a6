/** Which queue the options name, with which key and password, and what is refused. */

import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseCommand } from '@multiview/theory/cli'
import { expect, test } from 'vitest'
import { protectedQueue, queueOf } from '../../../packages/theory/src/cli/queue-access.ts'

const place = mkdtempSync(join(tmpdir(), 'multiview-access-'))
const file = (name: string, text: string, mode = 0o600): string => {
  const path = join(place, name)
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}
const hex = '0123456789abcdef'.repeat(4)
const far = 'redis://queue.lan:6379'

test.each([
  'redis://localhost:6379',
  'redis://127.0.0.1',
  'redis://127.8.0.1:6379/1',
  'rediss://[::1]:6379',
  'unix:///run/valkey/valkey.sock',
])('a queue on this machine needs no key: %s', queue => {
  expect(protectedQueue({ queue }, {}).secret).toBeUndefined()
})

test.each([
  far,
  'rediss://:secret@10.0.0.7',
  'redis://localhost@queue.lan',
  'redis://127.0.0.1.queue.lan',
  'redis://[2001:db8::1]',
  'redis://0.0.0.0',
])('a queue on another machine needs a key, or --insecure: %s', queue => {
  expect(() => protectedQueue({ queue }, {})).toThrow(
    /^--queue rediss?:\/\/\S+ is on another machine, and nothing signs its tasks and results: .* multiview queue-key FILE, .* give --queue-key FILE to clients and workers; or give --insecure\.$/,
  )
  expect(protectedQueue({ queue, insecure: true }, {}).secret).toBeUndefined()
  expect(protectedQueue({ queue }, { MULTIVIEW_QUEUE_KEY: hex }).secret).toEqual(Buffer.from(hex, 'hex'))
})

test('a key comes from a file, else from the environment', () => {
  const queueKey = file('key', `${hex}\n`)
  const other = 'f'.repeat(64)
  const { secret } = protectedQueue({ queue: far, queueKey }, { MULTIVIEW_QUEUE_KEY: other })
  expect(secret).toEqual(Buffer.from(hex, 'hex'))
})

test.each([0o640, 0o604, 0o660, 0o610])('a file that others may open is refused: mode %o', mode => {
  for (const name of ['queueKey', 'queuePasswordFile'] as const)
    expect(() => protectedQueue({ queue: far, [name]: file('open', hex, mode) }, {})).toThrow(
      `is open to others than its owner (mode ${mode.toString(8)}); close it with chmod 600`,
    )
})

test.each(['', 'secret', hex.slice(1), `${hex}\n${hex}`])(
  'what is no key is refused, and not shown: %j',
  text => {
    const words = /has no key of 64 hexadecimal digits; multiview queue-key FILE writes one/
    for (const attempt of [
      () => protectedQueue({ queue: far, queueKey: file('none', text) }, {}),
      () => protectedQueue({ queue: far }, { MULTIVIEW_QUEUE_KEY: text }),
    ]) {
      expect(attempt).toThrow(words)
      if (text !== '') expect(attempt).not.toThrow(text)
    }
  },
)

test('a password comes from a file, else from the environment, else from the URL', () => {
  const word = 'se:same@/ä %'
  const inUrl = `redis://:${encodeURIComponent(word)}@queue.lan:6379`
  const environment = { MULTIVIEW_QUEUE_PASSWORD: word }
  const queuePasswordFile = file('password', `${word}\n`)
  for (const { url, shown, hasPassword } of [
    queueOf({ queue: far, queuePasswordFile }, { MULTIVIEW_QUEUE_PASSWORD: 'other' }),
    queueOf({ queue: far }, environment),
    queueOf({ queue: inUrl }, { MULTIVIEW_QUEUE_PASSWORD: 'other' }),
  ]) {
    expect(decodeURIComponent(new URL(url).password)).toBe(word)
    expect([shown, hasPassword]).toEqual([far, true])
  }
  const { url } = queueOf({ queue: 'unix:///run/a%20b.sock' }, environment)
  expect(url.startsWith('/run/a b.sock?')).toBe(true)
  expect(new URLSearchParams(url.split('?')[1]).get('password')).toBe(word)
})

test.each([
  [{ queue: 'redis://:a@queue.lan', queuePasswordFile: file('b', 'b') }, /both have a password; give one/],
  [{ queue: far, queuePasswordFile: file('empty', '\n') }, /--queue-password-file is empty/],
  [{ queue: far, queuePasswordFile: file('lines', 'a\nb') }, /more than one line/],
  [{ queue: far, queuePasswordFile: join(place, 'gone') }, /gone cannot be read \(ENOENT\)/],
  [{ queue: far, queuePasswordFile: place }, /cannot be read \((it is not a file|EISDIR)\)/],
  [{ queue: far, queuePasswordFile: file('long', 'a'.repeat(4097)) }, /has more than 4096 characters/],
  [
    { queue: far, queueKey: file('k', hex), insecure: true as const },
    /--insecure is for a queue without a key/,
  ],
  [{ queue: 'unix://host/path' }, /write unix:\/\/\/run\/valkey\/valkey\.sock/],
])('refuses %j', (options, words) => {
  expect(() => protectedQueue(options, {})).toThrow(words)
})

test.each([
  [['--queue-key', 'a'], /^--queue-key belongs to a queue; give --queue with it, or remove it\.$/],
  [['--queue-password-file', 'a'], /^--queue-password-file belongs to a queue/],
  [['--insecure'], /^--insecure belongs to a queue/],
  [['--audit', '0.1'], /^--audit belongs to a queue/],
  [['--queue', 'redis://localhost', '--audit', '1.5'], /^--audit is "1\.5"; it must be a number from 0 to 1/],
  [['--queue', 'redis://localhost', '--audit', ''], /^--audit is ""; it must be a number from 0 to 1/],
  [['--memory', '64'], /^--memory is "64"; it must be a whole number from 128 to 1073741824\.$/],
  [['--queue', 'redis://localhost', '--audit', '0x1'], /^--audit is "0x1"; it must be a number from 0 to 1/],
] as const)('verify and sweep refuse %j', async (words, message) => {
  for (const verb of [['verify'], ['sweep', '--over', 'q=3,4', '--out', 'x']])
    await expect(parseCommand([...verb, ...words], () => {})).rejects.toThrow(message)
})
