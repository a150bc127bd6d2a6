/**
 * A queue whose server, worker or clocks behave badly, in seconds. The client is in this process,
 * and workers are processes of their own, which can be stopped. queue-attacks.test.ts of
 * test/robustness does the same to whole runs, for minutes.
 */

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openQueue, type QueueClient } from '@multiview/cluster'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../structure/graph.ts'
import { noServer, type Server, startServer } from './server.ts'

/** Its first argument is an hour by which its clock is fast, or slow. */
const program = `
const [hours, url, name] = process.argv.slice(1)
const now = Date.now
Date.now = () => now() + 3_600_000 * Number(hours)
const { serveQueue } = await import(${JSON.stringify(join(root, 'packages/cluster/dist/index.js'))})
const failed = new Set()
await serveQueue({ url, shown: url }, {
  version: '1', threads: 2, patience: 60, lock: 500, warn: () => {},
  run: async (_, { text }) => {
    process.stdout.write(text + '\\n')
    await new Promise(resolve => setTimeout(resolve, 50))
    if (text.startsWith('odd') && !failed.has(text)) {
      failed.add(text)
      throw new Error('once')
    }
    return name + ' ' + text
  },
})
`

const keyOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)
const open: QueueClient[] = []
const children: ReturnType<typeof spawn>[] = []
const names = Array.from({ length: 12 }, (_, j) => `${j % 3 === 0 ? 'odd' : 'even'} ${j}`)

describe.skipIf(noServer)('a queue', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server?.kill())
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    await Promise.all(open.splice(0).map(each => each.close()))
    server.ask('flushall')
  })

  const worker = (name: string, hours = 0) => {
    const begun: string[] = []
    const child = spawn(
      process.execPath,
      ['--input-type=module', '--eval', program, '--', String(hours), server.url(), name],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    child.stdout.setEncoding('utf8').on('data', (text: string) => begun.push(...text.trimEnd().split('\n')))
    children.push(child)
    return { child, begun }
  }
  const client = async (lines: string[] = []): Promise<QueueClient> => {
    const warn = (line: string): void => void lines.push(line)
    const opened = await openQueue(
      { url: server.url(), shown: 'redis://shown' },
      { version: '1', patience: 60, warn },
    )
    open.push(opened)
    return opened
  }
  /** The tasks, in the order in which they were given, without the names of their workers. */
  const askAll = async (queue: QueueClient): Promise<string[]> => {
    const ask = (text: string) => queue.run(keyOf(text), { text, arrays: new Map() }, each => each)
    return (await Promise.all(names.map(ask))).map(each => each.replace(/^\S+ /, ''))
  }

  test('whose worker is stopped in a task gives it to another; the first one goes on, and did not die', async () => {
    const first = worker('first')
    const all = askAll(await client())
    while (first.begun.length < 4) await pause(5)
    first.child.kill('SIGSTOP')
    const second = worker('second')
    expect(await all).toEqual(names)
    // The first had its last two tasks in hand. It may have finished one of them just before.
    const taken = first.begun.slice(-2).filter(text => second.begun.includes(text))
    expect(taken.length).toBeGreaterThan(0)
    first.child.kill('SIGCONT')
    second.child.kill('SIGKILL')
    server.ask('flushall')
    const before = first.begun.length
    expect(await askAll(await client())).toEqual(names)
    expect(first.begun.length - before).toBeGreaterThanOrEqual(names.length)
    expect(server.ask('keys', 'multiview:failure:*')).toBe('')
  })

  test('whose server is stopped for longer than a task belongs to its worker goes on', async () => {
    const { begun } = worker('first')
    worker('second')
    const all = askAll(await client())
    while (begun.length < 3) await pause(5)
    server.signal('SIGSTOP')
    await pause(1500)
    server.signal('SIGCONT')
    expect(await all).toEqual(names)
  })

  test.each([1, -1])(
    'whose worker has a clock that is %i h fast tries a failed task again at once',
    async hours => {
      const lines: string[] = []
      const odd = worker('odd', hours)
      const all = askAll(await client(lines))
      while (odd.begun.length < 2) await pause(5)
      // Another worker, whose clock is right, must not wait for an hour either.
      odd.child.kill('SIGKILL')
      worker('right')
      expect(await all).toEqual(names)
      expect(lines).toEqual([])
    },
  )

  test('whose server lost its list of tasks, and then other keys at random, gets them again', async () => {
    const queue = await client()
    const all = askAll(queue)
    while (server.ask('llen', 'multiview:1:wait') !== String(names.length)) await pause(5)
    server.ask('del', 'multiview:1:wait')
    for (const name of ['first', 'second']) worker(name)
    for (let each = 0; each < 3; each++) {
      await pause(300)
      const keys = server.ask('--scan', '--pattern', 'multiview:*').split('\n')
      server.ask('del', 'none', ...keys.filter((_, at) => at % 3 === each))
    }
    expect(await all).toEqual(names)
  })
})
