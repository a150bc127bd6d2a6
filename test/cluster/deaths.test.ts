/** Tasks that kill the processes of their workers, and those that run beside them. */

import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { openQueue, type QueueClient, serveQueue } from '@multiview/cluster'
import { regimes } from '@multiview/network'
import type { Task } from '@multiview/theory'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { turns } from '../../packages/cluster/src/turns.ts'
import { programName } from '../../packages/theory/src/plan/build.ts'
import { queuePool } from '../../packages/theory/src/plan/queue-pool.ts'
import { taskKey } from '../../packages/theory/src/plan/task-identity.ts'
import { type Mortals, mortals } from './mortal.ts'
import { noServer, type Server, startServer } from './server.ts'

const lock = 500
const at = (url: string) => ({ url, shown: 'redis://shown' })
const keyOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)
const open: { close(): Promise<void> }[] = []
const killed: Mortals[] = []
const options = { version: '1', patience: 60, warn: () => {} }

const client = async (url: string): Promise<QueueClient> => {
  const opened = await openQueue(at(url), options)
  open.push(opened)
  return opened
}
const worker = async (url: string, run: () => Promise<string>) => {
  const opened = await serveQueue(at(url), { ...options, threads: 1, lock, run })
  open.push(opened)
  return opened
}
const ask = (queue: QueueClient, text: string): Promise<string> =>
  queue.run(keyOf(text), { text, arrays: new Map() }, each => each)

describe.skipIf(noServer)('a queue', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server?.kill())
  afterEach(async () => {
    for (const each of killed.splice(0)) each.end()
    await Promise.all(open.splice(0).map(each => each.close()))
    server.ask('flushall')
  })

  test('fails a task that has killed three workers; those beside it succeed', async () => {
    const queue = await client(server.url())
    const others = ['slow a', 'slow b', 'slow c', 'slow d', 'quick e']
    const failure = expect(ask(queue, 'poison')).rejects.toMatchObject({
      name: 'TaskFailed',
      isDeadly: true,
      message: expect.stringMatching(
        new RegExp(
          `^3 workers died during it: ${Array(3).fill(`on ${hostname()} after \\d+ s with [1-9]\\d+ MB of memory`).join(', ')}$`,
        ),
      ),
    })
    const done = Promise.all(others.map(each => ask(queue, each)))
    const processes = mortals(server.url(), lock, 3)
    killed.push(processes)
    await failure
    expect(await done).toEqual(others)
    expect(processes.deaths()).toBe(3)
    const deadly = processes.begun.filter(each => each.includes('poison'))
    expect(deadly).toHaveLength(3)
    // The last time it was alone from its beginning to its end.
    expect(deadly[2].at(-1)).toBe('poison')
    expect(server.ask('keys', 'multiview:begun:*')).toBe('')

    // Asked again, it is tried again: the machine may have more memory by then.
    const again = ask(queue, 'poison')
    again.catch(() => {})
    while (processes.deaths() < 4) await pause(20)
  }, 60_000)

  test('does not count a worker that leaves, or one that lost its connection', async () => {
    const queue = await client(server.url())
    const result = ask(queue, 'long')
    for (let each = 0; each < 4; each++) {
      let hasBegun = (): void => {}
      const begun = new Promise<void>(resolve => {
        hasBegun = resolve
      })
      const leaving = await worker(server.url(), async () => {
        hasBegun()
        return new Promise<string>(() => {})
      })
      await begun
      await leaving.close()
    }
    const name = `multiview:begun:1:${keyOf('long')}`
    const sign = JSON.stringify({ host: 'far', at: 1, seconds: 2, megabytes: 3 })
    for (const id of ['a', 'b', 'c']) {
      server.ask('hset', name, id, sign)
      // A worker whose connection comes back gives signs of life again.
      server.ask('set', `multiview:worker:${id}`, '{}')
    }
    let runs = 0
    await worker(server.url(), async () => {
      runs++
      return 'found'
    })
    expect(await result).toBe('found')
    expect(runs).toBe(1)

    // The same signs of workers that are gone.
    const gone = `multiview:begun:1:${keyOf('other')}`
    for (const id of ['x', 'y']) server.ask('hset', gone, id, sign)
    server.ask('hset', gone, 'z', 'no sign')
    await expect(ask(queue, 'other')).rejects.toMatchObject({
      message: `3 workers died during it: on an unknown machine after 0 s with 0 MB of memory${', on far after 2 s with 3 MB of memory'.repeat(2)}`,
    })
    expect(runs).toBe(1)
  }, 60_000)

  test('names the task that killed its workers, and its settings', async () => {
    const task: Task = {
      kind: 'train',
      settings: { ...regimes.limit, ownWeight: [1, 2] },
      names: { seed: 1, dataset: 'd', initialization: 'i' },
      raceInterval: 0,
    }
    const lines: string[] = []
    const pool = await queuePool(at(server.url()), {
      files: [],
      patience: 60,
      warn: line => void lines.push(line),
    })
    open.push(pool)
    const failed = pool.run(task).catch((error: Error) => error)
    const version = programName([])
    for (const [each, id] of ['x', 'y', 'z'].entries())
      server.ask(
        'hset',
        `multiview:begun:${version}:${taskKey(task)}`,
        id,
        JSON.stringify({ host: id, at: each, seconds: 60, megabytes: 900 }),
      )
    const run = async () => 'never'
    open.push(await serveQueue(at(server.url()), { ...options, version, threads: 1, lock, run }))
    const failure = await failed
    expect(failure).toMatchObject({ name: 'TaskFailure', isDeadly: true })
    const { message } = failure as Error
    expect(message).toContain(
      'Task train (seed 1, dataset d, initialization i) failed: 3 workers died during it: on x after 60 s with 900 MB of memory, on y after 60 s with 900 MB of memory, on z after 60 s with 900 MB of memory; its settings: ',
    )
    expect(message).toContain(` ownWeight=1,2 `)
    expect(message).toContain(`classes=${regimes.limit.classes} `)
    expect(lines).toEqual([`${message}.`])
  }, 60_000)
})

test('turns run side by side, one alone when all others have ended, and in order', async () => {
  const { take } = turns()
  const log: string[] = []
  const ask = async (name: string, alone: boolean) => {
    const end = await take(alone)
    log.push(name)
    return () => {
      log.push(`${name} ends`)
      end()
    }
  }
  const [a, b] = [await ask('a', false), await ask('b', false)]
  const [alone, c, d] = [ask('alone', true), ask('c', false), ask('d', false)]
  a()
  await pause(1)
  expect(log).toEqual(['a', 'b', 'a ends'])
  b()
  const endAlone = await alone
  await pause(1)
  expect(log.slice(3)).toEqual(['b ends', 'alone'])
  endAlone()
  await Promise.all([c, d])
  expect(log.slice(5)).toEqual(['alone ends', 'c', 'd'])
})
