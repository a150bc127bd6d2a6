/**
 * Attacks on a queue by someone with its password and without its key. Each client and worker here
 * is in this process, unless a test says otherwise.
 */

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openQueue, type QueueClient, serveQueue } from '@multiview/cluster'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { programName } from '../../packages/theory/src/plan/build.ts'
import { moduleFile } from '../../packages/theory/src/plan/module-file.ts'
import { packed } from '../../packages/theory/src/plan/packed-task.ts'
import { taskKey } from '../../packages/theory/src/plan/task-identity.ts'
import type { Task } from '../../packages/theory/src/plan/tasks/index.ts'
import { findings, folder, multiview, start } from '../e2e/command.ts'
import { coins } from './coins.ts'
import { noServer, type Server, startServer } from './server.ts'

// Several processes start at once.
vi.setConfig({ testTimeout: 400_000 })

const keyOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)
const secret = Buffer.alloc(32, 'ours')
const other = Buffer.alloc(32, 'other')
const open: { close(): Promise<void> }[] = []
const killed: ReturnType<typeof start>[] = []
const lines: string[] = []
const warn = (line: string): void => void lines.push(line)

let server: Server
let socket: string
beforeAll(async () => {
  if (noServer) return
  socket = join(folder(), 'queue.sock')
  server = await startServer(['--unixsocket', socket])
})
afterAll(() => server?.kill())
afterEach(async () => {
  for (const { child } of killed.splice(0)) child.kill('SIGKILL')
  await Promise.all(open.splice(0).map(each => each.close()))
  server?.ask('flushall')
  lines.length = 0
})

const at = (key: Uint8Array | undefined) => ({ url: server.url(), shown: 'redis://shown', secret: key })
const options = { version: '1', patience: 60, warn }
const client = async (key: Uint8Array | undefined): Promise<QueueClient> => {
  const opened = await openQueue(at(key), options)
  open.push(opened)
  return opened
}
/** A worker whose results say in capitals what was asked. */
const worker = async (key: Uint8Array | undefined, ran: string[] = []) => {
  const run = async (_: string, { text }: { text: string }) => {
    ran.push(text)
    return text.toUpperCase()
  }
  const opened = await serveQueue(at(key), { ...options, threads: 1, lock: 500, run })
  open.push(opened)
  return opened
}
const ask = (queue: QueueClient, text: string): Promise<string> =>
  queue.run(keyOf(text), { text, arrays: new Map() }, each => each)
const outcomeOf = (text: string): string => `multiview:outcome:1:${keyOf(text)}`
const inHeader = (signature: string): string => JSON.stringify({ host: 'far', pid: 7, signature })

describe.skipIf(noServer)('a queue with a key', () => {
  test('a forged result is refused, its sender is named, and the task is computed again', async () => {
    const ran: string[] = []
    const queue = await client(secret)
    server.ask('set', outcomeOf('bare'), 'LIE')
    server.ask('set', outcomeOf('task 0'), `${inHeader('')}\nLIE`)
    await worker(secret, ran)
    expect(await Promise.all(['task 0', 'bare'].map(each => ask(queue, each)))).toEqual(['TASK 0', 'BARE'])
    expect(ran.sort()).toEqual(['bare', 'task 0'])
    expect(lines.sort()).toEqual(
      [
        `The queue's result of task ${keyOf('task 0')} is not used: its signature is not valid, and it names process 7 on far as its sender; it is computed again.`,
        `The queue's result of task ${keyOf('bare')} is not used: it does not say which worker sent it; it is computed again.`,
      ].sort(),
    )
  })

  test.each([
    ['of no key', (): string => `${inHeader('')}\nLIE`],
    ['with letters that are not ASCII', (): string => `${inHeader('ä'.repeat(22))}\nLIE`],
    ['of the right length', (): string => `${inHeader('A'.repeat(44))}\nLIE`],
    ['that is a number', (): string => '{"host":"far","pid":7,"signature":1}\nLIE'],
  ])('a signature %s is not valid', async (_, forged) => {
    server.ask('set', outcomeOf('a'), forged())
    await worker(secret)
    expect(await ask(await client(secret), 'a')).toBe('A')
    expect(lines).toHaveLength(1)
  })

  test('a result is not valid for another task, worker, text, build or purpose', async () => {
    const queue = await client(secret)
    await worker(secret)
    await Promise.all(['a', 'b'].map(each => ask(queue, each)))
    const [line, text] = server.ask('get', outcomeOf('a')).split('\n')
    expect([text, JSON.parse(line).pid, JSON.parse(line).host]).toEqual(['A', process.pid, hostname()])
    for (const [task, forged] of [
      ['b', `${line}\nA`],
      ['a', `${line}\nB`],
      ['a', `${JSON.stringify({ ...JSON.parse(line), pid: process.pid + 1 })}\nA`],
      ['a', `${JSON.stringify({ ...JSON.parse(line), host: 'far' })}\nA`],
    ]) {
      server.ask('set', outcomeOf(task), forged)
      lines.length = 0
      expect(await ask(queue, task)).toBe(task.toUpperCase())
      expect(lines).toEqual([expect.stringContaining('its signature is not valid')])
    }
    // The result of another build, under the name of this one.
    const elsewhere = await openQueue(at(secret), { ...options, version: '2' })
    open.push(elsewhere)
    server.ask('set', `multiview:outcome:2:${keyOf('a')}`, `${line}\nA`)
    lines.length = 0
    ask(elsewhere, 'a').catch(() => {})
    while (lines.length === 0) await pause(5)
    expect(lines).toEqual([expect.stringContaining('its signature is not valid')])
  })

  test('a replayed result of an earlier run of the same task is that result', async () => {
    const ran: string[] = []
    await worker(secret, ran)
    const first = await client(secret)
    await ask(first, 'a')
    const kept = server.ask('get', outcomeOf('a'))
    await first.forget(keyOf('a'))
    server.ask('set', outcomeOf('a'), kept)
    expect(await ask(await client(secret), 'a')).toBe('A')
    expect(ran).toEqual(['a'])
    expect(lines).toEqual([])
  })

  test('a forged task is not run, and the worker says so', async () => {
    const [ran, forger] = [[] as string[], await client(undefined)]
    await worker(secret, ran)
    ask(forger, 'forged').catch(() => {})
    const refused = (text: string): string =>
      `Task ${keyOf(text)} is not computed: its signature is not valid.`
    while (!lines.includes(refused('forged'))) await pause(5)
    // The forger does not stop an honest client, and the worker goes on.
    expect(await ask(await client(secret), 'honest')).toBe('HONEST')
    expect(ran).toEqual(['honest'])
  })

  test('a task whose text was changed at the server is not run', async () => {
    const [ran, queue] = [[] as string[], await client(secret)]
    const result = ask(queue, 'a')
    const job = `multiview:1:${keyOf('a')}`
    while (server.ask('exists', job) === '0') await pause(5)
    const data = JSON.parse(server.ask('hget', job, 'data'))
    expect(data.text).toBe('a')
    server.ask('hset', job, 'data', JSON.stringify({ ...data, text: 'b' }))
    await worker(secret, ran)
    expect(await result).toBe('A')
    expect(ran).toEqual(['a'])
    expect(lines).toEqual([`Task ${keyOf('a')} is not computed: its signature is not valid.`])
  })

  test.each([0, 31])('a secret of %i bytes is refused', async length => {
    const message = `the secret of a queue has ${length} bytes; it must have at least 32`
    await expect(client(Buffer.alloc(length))).rejects.toThrow(message)
    await expect(worker(Buffer.alloc(length))).rejects.toThrow(message)
  })

  test('a forged failure is not believed, nor are the forged deaths of three workers', async () => {
    const [ran, queue] = [[] as string[], await client(secret)]
    const sign = JSON.stringify({ host: 'far', at: 1, seconds: 2, megabytes: 3 })
    for (const id of ['x', 'y', 'z']) server.ask('hset', `multiview:begun:1:${keyOf('a')}`, id, sign)
    const result = ask(queue, 'a')
    const failure = `multiview:failure:1:${keyOf('a')}`
    while (
      server.ask('exists', `multiview:1:${keyOf('a')}`) === '0' ||
      !server.ask('pubsub', 'numsub', 'multiview:done:1').endsWith('1')
    )
      await pause(5)
    server.ask('set', failure, JSON.stringify({ message: 'a lie', isDeadly: true }))
    server.ask('publish', 'multiview:done:1', keyOf('a'))
    while (lines.length === 0) await pause(5)
    expect(lines[0]).toBe(
      `The queue's failure of task ${keyOf('a')} is not used: its signature is not valid; it is computed again.`,
    )
    await worker(secret, ran)
    expect(await result).toBe('A')
    expect(ran).toEqual(['a'])
  })

  test('the name of a queue has a hash of the key', () => {
    const names = [undefined, secret, other].map(each => programName([], each))
    expect(new Set(names).size).toBe(3)
    expect(names[1]).toMatch(/^0\.1\.0-\w{12}(-fused)?-key\.[0-9a-f]{8}$/)
    expect(names[1]).not.toContain(secret.toString('hex').slice(0, 8))
  })

  test('a worker with another key that takes a task nevertheless computes nothing', async () => {
    const [ran, wrong] = [[] as string[], [] as string[]]
    const stranger = await worker(other, wrong)
    const queue = await client(secret)
    const result = ask(queue, 'a')
    while (lines.length === 0) await pause(5)
    await stranger.close()
    await worker(secret, ran)
    expect(await result).toBe('A')
    expect([ran, wrong]).toEqual([['a'], []])
  })

  test('a signed failure reaches the client', async () => {
    const run = async () => {
      throw new Error('no\ud800memory')
    }
    open.push(await serveQueue(at(secret), { ...options, threads: 1, lock: 500, run }))
    await expect(ask(await client(secret), 'a')).rejects.toMatchObject({ name: 'TaskFailed' })
    expect(lines).toEqual([])
  })
})

describe.skipIf(noServer)('the command with a key', () => {
  test('writes a key, and signs with it through a socket', async () => {
    const cwd = folder()
    coins(cwd, 0)
    const made = await multiview(['queue-key', 'queue.key'], cwd)
    expect(made).toEqual({
      status: 0,
      out: 'queue.key has a new key. Copy it to each machine, such as with scp -p, and give --queue-key queue.key to verify, sweep and worker.\n',
      err: '',
    })
    expect(statSync(join(cwd, 'queue.key')).mode & 0o777).toBe(0o600)
    const again = await multiview(['queue-key', 'queue.key'], cwd)
    expect([again.status, again.err]).toEqual([
      2,
      'multiview: <file> queue.key exists, and a key is not overwritten; name a new file, or remove this one.\n',
    ])
    const access = ['--queue', `unix://${socket}`, '--queue-key', 'queue.key']
    const own = ['--claims', 'coins.mjs']
    const served = start(['worker', ...access, '--workers', '1', ...own], cwd)
    killed.push(served)
    const run = await start(['verify', 'coins', ...own, ...access, '--quiet', '--out', 'run'], cwd).finished
    expect([run.status, run.err]).toEqual([0, ''])
    await multiview(['verify', 'coins', ...own, '--quiet', '--workers', '1', '--out', 'local'], cwd)
    expect(findings(join(cwd, 'run'))).toBe(findings(join(cwd, 'local')))
    served.child.kill('SIGKILL')
    // The results are signed, and the file of the run has no key.
    expect(server.ask('get', server.ask('keys', 'multiview:outcome:*').split('\n')[0])).toMatch(
      /^\{"host":"[\w.-]+","pid":\d+,"signature":"[\w+/]{43}="\}\n/,
    )
  })

  test('with --audit 1 catches a worker that has the key and lies, and names both', async () => {
    const cwd = folder()
    coins(cwd, 0, 'if (process.env.LIES && n === 5) return { heads: 0.25, outputs: weights }')
    const env = { MULTIVIEW_QUEUE_KEY: secret.toString('hex') }
    const own = ['--claims', 'coins.mjs', '--queue', server.url(), '--workers', '1']
    const run = (out: string, ...words: string[]) =>
      start(['verify', 'coins', ...own, '--out', out, ...words], cwd, [], env)
    const liar = start(['worker', ...own], cwd, [], { ...env, LIES: 'yes' })
    killed.push(liar)
    const audited = run('audited', '--audit', '1')
    const caught = await audited.finished
    expect([caught.status, caught.out]).toEqual([2, ''])
    const [, worker, client] =
      /multiview: Task own:coin \(coin 5\) was audited, and its outcome from process (\d+) on \S+ differs from that of process (\d+) on \S+ at byte \d+: one of them lies,/.exec(
        caught.err,
      ) ?? []
    expect([worker, client]).toEqual([liar.child.pid, audited.child.pid].map(String))
    // Without an audit the lie goes unseen. An honest worker passes the audit.
    expect((await run('unseen').finished).status).toBe(0)
    liar.child.kill('SIGKILL')
    server.ask('flushall')
    killed.push(start(['worker', ...own], cwd, [], env))
    const passed = await run('passed', '--audit', '1').finished
    expect([passed.status, passed.err]).toEqual([
      0,
      expect.stringContaining('12 of 12 tasks were computed here too, with the same bytes.\n'),
    ])
    const { environment } = JSON.parse(readFileSync(join(cwd, 'passed', 'report.json'), 'utf8'))
    expect(environment.audited).toBe(12)
    expect(readFileSync(join(cwd, 'passed', 'report.html'), 'utf8')).toContain(
      '12 tasks were computed twice, with the same bytes',
    )
  })

  test('a task that names a module, signed with the key, imports nothing', async () => {
    const [cwd, mark] = [folder(), join(folder(), 'ran')]
    coins(cwd, 0)
    const path = join(cwd, 'evil.mjs')
    writeFileSync(
      path,
      `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(mark)}, '')\nexport const tasks = ['own:evil', 'own:coin'].map(kind => ({ kind, run: () => 1, isResult: () => true }))\n`,
    )
    const env = { MULTIVIEW_QUEUE_KEY: secret.toString('hex') }
    const own = ['--queue', server.url(), '--workers', '1', '--claims', 'coins.mjs']
    const served = start(['worker', ...own], cwd, [], env)
    killed.push(served)
    // It runs the built command, whose name is not that of the sources.
    const version = await new Promise<string>(resolve => {
      served.child.stderr?.on('data', text => {
        const [, name] = /worker of multiview (\S+) at/.exec(String(text)) ?? []
        if (name !== undefined) resolve(name)
      })
    })
    const queue = await openQueue(at(secret), { ...options, version })
    open.push(queue)
    const file = moduleFile(path)
    for (const [kind, reason] of [
      ['own:evil', 'the kind own:evil'],
      ['own:coin', 'the task does not have the content of its key'],
    ]) {
      const task = { kind, modules: [file], file, path, $module: file.sha256 } as never
      expect(packed(task as Task).text).toContain(path)
      await expect(queue.run(taskKey(task), packed(task), text => text)).rejects.toMatchObject({
        name: 'TaskFailed',
        message: expect.stringContaining(reason),
      })
    }
    expect(existsSync(mark)).toBe(false)
  })
})
