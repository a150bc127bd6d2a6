import { afterEach, expect, test, vi } from 'vitest'
import { noteOpenQueue, queueNamed } from '../../../packages/theory/src/cli/queue-address.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const said = (url: string): string => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  noteOpenQueue(queueNamed(url))
  const text = write.mock.calls.map(([line]) => line).join('')
  write.mockRestore()
  return text
}

test.each([
  'redis://queue.lan:6379',
  'rediss://queue.lan',
  'redis://10.0.0.7:6379/2',
  'redis://user@[2001:db8::7]',
])('a queue on another machine without a password is named: %s', url => {
  expect(said(url)).toBe(
    `${url.replace('user@', '')} has no password: whoever reaches it can read, change and remove tasks and results.\n`,
  )
})

test.each([
  'redis://:secret@queue.lan:6379',
  'rediss://user:secret@10.0.0.7',
  'redis://localhost:6379',
  'redis://127.0.0.1',
  'redis://127.8.0.1:6379/1',
  'redis://[::1]:6379',
])('nothing is said of a queue with a password, or on this machine: %s', url => {
  expect(said(url)).toBe('')
})

test('the password of a queue is not shown', () => {
  expect(queueNamed('rediss://user:secret@queue.lan:6380/2').shown).toBe('rediss://queue.lan:6380/2')
})
