/** A queue whose server, connections or values fail; clients and workers are in this process. */

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, connect as dial, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { openQueue, type QueueClient, type QueueWorker, serveQueue } from '@multiview/cluster'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { noServer, type Server, startServer } from './server.ts'

const at = (url: string) => ({ url, shown: 'redis://shown' })
const hash = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')
const keyOf = (text: string): string => hash(text).slice(0, 32)

const open: { close(): Promise<void> }[] = []
const lines: string[] = []
const warn = (line: string): void => void lines.push(line)

const client = async (url: string, patience = 20): Promise<QueueClient> => {
  const opened = await openQueue(at(url), { version: '1', patience, warn })
  open.push(opened)
  return opened
}

/** A worker that answers with its name and the bytes of its task, and writes down what it runs. */
const worker = async (
  url: string,
  name: string,
  ran: string[],
  {
    milliseconds = 0,
    fail = '',
    version = '1',
    patience = 60,
    rest = 100,
    hasDisk = (): boolean => true,
  } = {},
): Promise<QueueWorker> => {
  const opened = await serveQueue(at(url), {
    version,
    threads: 2,
    patience,
    rest,
    warn,
    run: async (_, { text, arrays }) => {
      ran.push(`${name} ${text}`)
      await pause(milliseconds)
      if (!hasDisk()) throw Object.assign(new Error('ENOENT: no such file'), { isOfMachine: true })
      if (text === fail) throw new Error('thrown')
      return JSON.stringify({
        text,
        bytes: [...arrays.values()].reduce((sum, { length }) => sum + length, 0),
      })
    },
  })
  open.push(opened)
  return opened
}

const bytes = new Uint8Array(5000).fill(7)
const read = (text: string): unknown => {
  const { text: of, bytes: size } = JSON.parse(text)
  if (size !== bytes.length) throw new Error('it is odd')
  return of
}
const ask = (queue: QueueClient, text: string): Promise<unknown> =>
  queue.run(keyOf(text), { text, arrays: new Map([[hash(bytes), bytes]]) }, read)
const askAll = (queue: QueueClient, texts: readonly string[]) =>
  Promise.all(texts.map(text => ask(queue, text)))
const names = Array.from({ length: 12 }, (_, j) => `task ${j}`)

describe.skipIf(noServer)('a queue', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server?.kill())
  afterEach(async () => {
    await Promise.all(open.splice(0).map(each => each.close()))
    server.ask('config', 'set', 'maxmemory', '0')
    server.ask('flushall')
    lines.length = 0
  })

  test('runs a task once for all who ask, and fetches an array once', async () => {
    const ran: string[] = []
    const [a, b] = [await client(server.url()), await client(server.url())]
    await worker(server.url(), 'x', ran, { milliseconds: 20 })
    await worker(server.url(), 'y', ran, { milliseconds: 20 })
    expect(await Promise.all([askAll(a, names), askAll(b, names)])).toEqual([names, names])
    expect(await ask(b, 'task 3')).toBe('task 3')
    expect(ran.map(each => each.slice(2)).sort()).toEqual([...names].sort())
    expect(new Set(ran.map(each => each[0])).size).toBe(2)
    // Nobody uploads or fetches the array again.
    server.ask('del', `multiview:array:${hash(bytes)}`)
    expect(await ask(a, 'task 12')).toBe('task 12')
    expect(server.ask('exists', `multiview:array:${hash(bytes)}`)).toBe('0')
    expect(
      server
        .ask('keys', 'multiview:1:*')
        .split('\n')
        .filter(key => /[0-9a-f]{32}$/.test(key)),
    ).toEqual([])
    expect(lines).toEqual([])
  })

  test.each(['set', 'lpush'])(
    'removes a result that cannot be used, and replaces an array that was written with %s',
    async how => {
      const ran: string[] = []
      const name = (text: string): string => `multiview:outcome:1:${keyOf(text)}`
      server.ask('set', name('task 0'), '{"host":"far","pid":7}\n{"text":"task 0","bytes":1}')
      server.ask('set', name('task 1'), 'half')
      server.ask('lpush', name('task 2'), 'a list')
      server.ask(how, `multiview:array:${hash(bytes)}`, 'other bytes')
      await worker(server.url(), 'x', ran)
      expect(await askAll(await client(server.url()), names)).toEqual(names)
      expect(ran).toHaveLength(12)
      expect(
        lines.filter(line => line.includes('is not used: it is odd; it is computed again.')),
      ).toHaveLength(1)
      expect(lines.filter(line => line.includes('is not used: it is not a text, or too long;'))).toHaveLength(
        1,
      )
      expect(lines).toHaveLength(3)
    },
  )

  test('tells a task that fails on every attempt to all who wait, and runs it when asked again', async () => {
    const ran: string[] = []
    const failing = await worker(server.url(), 'x', ran, { fail: 'task 4' })
    const [a, b] = [await client(server.url()), await client(server.url())]
    const failed = { name: 'TaskFailed', message: expect.stringMatching(/: thrown$/) }
    await Promise.all([a, b].map(each => expect(ask(each, 'task 4')).rejects.toMatchObject(failed)))
    expect(ran).toEqual(['x task 4', 'x task 4', 'x task 4'])
    await failing.close()
    await worker(server.url(), 'y', ran)
    expect(await ask(a, 'task 4')).toBe('task 4')
  })

  test('does not hand its tasks to a worker without its disk, which says why and tries again', async () => {
    const ran: string[] = []
    let hasDisk = false
    const queue = await client(server.url())
    await worker(server.url(), 'bad', ran, { rest: 2500, hasDisk: () => hasDisk })
    const all = askAll(queue, names)
    while (lines.length === 0) await pause(5)
    expect(lines).toEqual([
      'This worker takes no task for 3 s, since 3 failed in a row for reasons of this machine; the last: ENOENT: no such file',
    ])
    // Its other thread may have had one more when it began to rest.
    expect(ran.length).toBeLessThanOrEqual(4)
    await worker(server.url(), 'good', ran)
    expect(await all).toEqual(names)
    hasDisk = true
    while (ran.at(-1) !== 'bad more') {
      await ask(queue, 'more')
      await queue.forget(keyOf('more'))
    }
  })

  test('refuses what is too large for it', async () => {
    const queue = await client(server.url())
    const none = new Map<string, Uint8Array>()
    const refused = (text: string, arrays = none) =>
      queue.run(keyOf('task'), { text, arrays }, read).catch(error => `${error.name}: ${error.message}`)
    expect(await refused('x'.repeat(2 ** 24 + 1))).toBe(
      `RangeError: task ${keyOf('task')} has a text of 16777217 characters, and a queue carries at most 16777216; compute it without a queue.`,
    )
    expect(await refused('', new Map([[hash(''), new Uint8Array(2 ** 28 + 1)]]))).toMatch(
      /has an array of 268435457 bytes, and a queue carries at most 268435456;/,
    )
    let runs = 0
    const run = async () => {
      runs++
      return 'x'.repeat(2 ** 28 + 1)
    }
    open.push(await serveQueue(at(server.url()), { version: '1', threads: 1, patience: 60, warn, run }))
    expect(await refused('task')).toMatch(
      /^TaskFailed: \S+: its result has more than the 268435456 bytes of a queue$/,
    )
    expect(runs).toBe(1)
  })

  test('goes on after its server is killed and restarted, and after it has lost everything', async () => {
    const ran: string[] = []
    const queue = await client(server.url())
    await worker(server.url(), 'x', ran, { milliseconds: 150 })
    const all = askAll(queue, names)
    while (ran.length < 3) await pause(5)
    await server.kill()
    await pause(500)
    await server.restart()
    while (ran.length < 8) await pause(5)
    server.ask('flushall')
    expect(await all).toEqual(names)
    expect(ran.length).toBeLessThan(18)
    expect(lines).toEqual(['redis://shown is away; waiting for it …', 'redis://shown is back.'])
  })

  test('gives the tasks of a worker without a connection to others', async () => {
    const ran: string[] = []
    const sockets = new Set<Socket>()
    const proxy = createServer(socket => {
      const other = dial(server.port, '127.0.0.1')
      for (const each of [socket, other]) sockets.add(each.on('error', () => {}))
      socket.pipe(other).pipe(socket)
    })
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
    const { port } = proxy.address() as { port: number }
    await worker(`redis://127.0.0.1:${port}`, 'cut', ran, { milliseconds: 500 })
    const all = askAll(await client(server.url()), names)
    while (ran.length < 3) await pause(5)
    proxy.close()
    for (const each of sockets) each.destroy()
    await worker(server.url(), 'x', ran)
    expect(await all).toEqual(names)
    expect(ran.slice(2, 4).every(each => each.startsWith('cut'))).toBe(true)
    const again = ran.filter(each => each.startsWith('x')).length
    expect(again).toBeGreaterThanOrEqual(10)
    // Its connection comes back, and so does the worker.
    await new Promise<void>(resolve => proxy.listen(port, '127.0.0.1', resolve))
    while (!lines.includes('redis://shown is back.')) await pause(20)
    proxy.close()
    for (const each of sockets) each.destroy()
  })

  test('that stores nothing, or that stays away, is given up', async () => {
    const queue = await client(server.url(), 1)
    server.ask('config', 'set', 'maxmemory', '1')
    await expect(ask(queue, 'task 0')).rejects.toMatchObject({
      name: 'QueueGone',
      message: expect.stringMatching(/^the queue redis:\/\/shown stores nothing for 1 s \(OOM /),
    })
    server.ask('config', 'set', 'maxmemory', '0')
    const other = await client(server.url(), 1)
    const gone = {
      name: 'QueueGone',
      message: 'the queue redis://shown cannot be reached for 1 s (ECONNREFUSED)',
    }
    const served = await worker(server.url(), 'x', [], { patience: 1, milliseconds: 5000 })
    const lost = expect(ask(other, 'task 0')).rejects.toMatchObject(gone)
    const left = expect(served.gone).rejects.toMatchObject(gone)
    await pause(100)
    await server.kill()
    await Promise.all([lost, left])
    await expect(client(server.url(), 1)).rejects.toMatchObject(gone)
    await server.restart()
  })

  test('that is full while a client waits is given up, or goes on if there is room again', async () => {
    const ran: string[] = []
    const [brief, patient] = [await client(server.url(), 2), await client(server.url())]
    await worker(server.url(), 'x', ran, { milliseconds: 200 })
    const given = [askAll(brief, names), askAll(patient, names)]
    while (ran.length < 3) await pause(5)
    server.ask('config', 'set', 'maxmemory', '1')
    await expect(given[0]).rejects.toMatchObject({
      name: 'QueueGone',
      message: expect.stringMatching(/stores nothing for 2 s \(OOM /),
    })
    server.ask('config', 'set', 'maxmemory', '0')
    expect(await given[1]).toEqual(names)
    expect(lines).toEqual([])
  })

  test('whose disk is full is given up', async () => {
    const small = await startServer(['--appendfsync', 'everysec'], 400)
    const queue = await client(small.url(), 1)
    const full = expect(ask(queue, 'task 0')).rejects.toMatchObject({
      name: 'QueueGone',
      message: expect.stringMatching(/stores nothing for 1 s \(MISCONF /),
    })
    for (let at = 0; !small.ask('set', `${at}`, 'x'.repeat(50_000)).startsWith('MISCONF'); at++);
    await full
    await small.kill()
  })

  test('takes only those who have its password, which no message shows', async () => {
    server.ask('config', 'set', 'requirepass', 'sesame')
    const url = (user: string): string => `redis://${user}127.0.0.1:${server.port}`
    for (const [user, word] of [
      ['', 'NOAUTH'],
      [':open@', 'WRONGPASS'],
    ])
      await expect(client(url(user))).rejects.toMatchObject({
        name: 'QueueRefused',
        message: `the queue redis://shown refuses this user or password (${word})`,
      })
    expect((await client(url(':sesame@'))).state()).toBeNull()
    server.ask('-a', 'sesame', 'config', 'set', 'requirepass', '')
  })

  test('refuses a user without scripts at once, and names the command', async () => {
    server.ask('acl', 'setuser', 'poor', 'on', '>word', '~*', '&*', '+@all', '-@scripting')
    const url = server.url().replace('//', '//poor:word@')
    const refused = { name: 'QueueRefused', message: expect.stringMatching(/NOPERM .*'eval' command/) }
    await expect(client(url)).rejects.toMatchObject(refused)
    await expect(worker(url, 'x', [])).rejects.toMatchObject(refused)
    server.ask('acl', 'deluser', 'poor')
  })

  test('is no server of a cluster', async () => {
    const clustered = await startServer(['--cluster-enabled', 'yes', '--cluster-node-timeout', '1000'])
    try {
      clustered.ask('cluster', 'addslotsrange', '0', '16383')
      while (!clustered.ask('cluster', 'info').includes('cluster_state:ok')) await pause(50)
      const refused = {
        name: 'QueueRefused',
        message: 'the queue redis://shown is a server of a cluster, which has a part of the keys (CROSSSLOT)',
        remedy: 'name a server that is not in a cluster, or one for each part of the work',
      }
      await expect(client(clustered.url())).rejects.toMatchObject(refused)
      await expect(worker(clustered.url(), 'x', [])).rejects.toMatchObject(refused)
    } finally {
      await clustered.kill()
    }
  })

  test('is not a server of another kind, and one that says nothing is no answer', async () => {
    const pages = createServer(socket =>
      socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    )
    const silent = createServer(() => {})
    for (const other of [pages, silent]) await once(other.listen(0, '127.0.0.1'), 'listening')
    const urlOf = (other: typeof pages): string =>
      `redis://127.0.0.1:${(other.address() as { port: number }).port}`
    await expect(client(urlOf(pages))).rejects.toMatchObject({
      name: 'QueueRefused',
      message: 'redis://shown is not a Redis or Valkey server',
      remedy: 'correct the host or the port',
    })
    await expect(client(urlOf(silent), 3)).rejects.toMatchObject({ name: 'QueueGone' })
    for (const other of [pages, silent]) other.close()
  })

  test('without the database of its URL is refused', async () => {
    await expect(client(server.url(99))).rejects.toMatchObject({
      name: 'QueueRefused',
      message: 'the queue redis://shown has no such database',
      remedy: 'end the URL with the number of another one, or with the port',
    })
  })

  test('does not give a task to a worker of another version, which says so', async () => {
    const ran: string[] = []
    const queue = await client(server.url())
    await worker(server.url(), 'old', ran, { version: '0' })
    await worker(server.url(), 'new', ran)
    expect(await askAll(queue, names)).toEqual(names)
    expect(ran.filter(each => each.startsWith('old'))).toEqual([])
    while (queue.state()?.others.workers.length !== 1) await pause(20)
    expect(queue.state()).toMatchObject({ machines: 1, workers: 2, others: { clients: [], workers: ['0'] } })
    expect(lines).toEqual([
      'redis://shown has a client of multiview 1; this worker is 0 and takes none of its tasks.',
    ])
  })
})
