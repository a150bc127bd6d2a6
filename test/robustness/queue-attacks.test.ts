/**
 * Whole runs through a queue that is attacked: its processes are stopped for a minute, its server
 * evicts keys or has a small disk, its client is killed again and again. The report has the bytes
 * of an undisturbed local run. test/cluster has the short forms.
 */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { stream } from '@multiview/tensor'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { coins } from '../cluster/coins.ts'
import { noServer, type Server, startServer } from '../cluster/server.ts'
import { findings, folder, multiview, start } from '../e2e/command.ts'
import { long, seed } from './effort.ts'

vi.setConfig({ testTimeout: 1_800_000 })

/** Milliseconds for which a process is stopped. */
const stop = 60_000
const kills = 30
const draws = 30
const withClaims = ['--claims', 'coins.mjs', '--workers', '1', '--quiet']
const cwd = folder()
let server: Server
let whole: string
const children: ReturnType<typeof start>['child'][] = []

beforeAll(async () => {
  if (!long) return
  if (noServer) return console.log('There is no valkey-server or redis-server: these tests are skipped.')
  coins(cwd, 100, '', draws)
  await multiview(['verify', 'coins', ...withClaims, '--out', 'whole'], cwd)
  whole = findings(join(cwd, 'whole'))
  server = await startServer()
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  server?.ask('flushall')
})
afterAll(() => server?.kill())

const begin = (words: readonly string[], at = server) => {
  const begun = start([...words, ...withClaims, '--queue', at.url()], cwd)
  children.push(begun.child)
  return begun
}
const outcomes = (at = server): number =>
  at
    .ask('--scan', '--pattern', 'multiview:outcome:*')
    .split('\n')
    .filter(line => line !== '').length

test.skipIf(noServer || !long)(`a client that is killed ${kills} times and resumed`, async () => {
  const random = stream(seed, 'kills of a client')
  begin(['worker'])
  let done = 0
  for (let round = 0; done < kills; round++) {
    const out = `killed-${round}`
    for (;;) {
      const client = begin(
        existsSync(join(cwd, out, 'request.json'))
          ? ['verify', '--resume', out]
          : ['verify', 'coins', '--out', out],
      )
      const ended = await Promise.race([
        client.finished,
        ...(done < kills ? [pause(10 ** random.uniform(2, 3.3))] : []),
      ])
      if (ended !== undefined) {
        expect(ended.status, ended.err).toBe(0)
        break
      }
      client.child.kill('SIGKILL')
      await client.finished
      done++
    }
    expect(findings(join(cwd, out))).toBe(whole)
    server.ask('flushall')
  }
})

test.skipIf(noServer || !long).each(['server', 'worker', 'client'])(
  'a %s that is stopped for a minute',
  async which => {
    const workers = [begin(['worker']), begin(['worker'])]
    const client = begin(['verify', 'coins', '--out', which])
    while (outcomes() < 3) await pause(20)
    const { child } = which === 'client' ? client : workers[0]
    const signal = (name: 'SIGSTOP' | 'SIGCONT') =>
      which === 'server' ? server.signal(name) : child.kill(name)
    signal('SIGSTOP')
    await pause(stop)
    signal('SIGCONT')
    const { status, err } = await client.finished
    expect([status, findings(join(cwd, which))], err).toEqual([0, whole])
  },
)

test.skipIf(noServer || !long).each(['allkeys-random', 'allkeys-lru', 'volatile-ttl'])(
  'a server that evicts keys: %s',
  async policy => {
    for (const _ of [1, 2]) begin(['worker'])
    server.ask('config', 'set', 'maxmemory-policy', policy)
    const client = begin(['verify', 'coins', '--out', policy])
    while (outcomes() < 3) await pause(20)
    const used = Number(/used_memory:(\d+)/.exec(server.ask('info', 'memory'))?.[1])
    for (let each = 0; each < 20; each++) {
      server.ask('config', 'set', 'maxmemory', String(used - 2000 * (each % 4)))
      await pause(200)
    }
    server.ask('config', 'set', 'maxmemory', '0')
    const { status, err } = await client.finished
    expect([status, findings(join(cwd, policy))], err).toEqual([0, whole])
    server.ask('config', 'set', 'maxmemory-policy', 'noeviction')
  },
)

test.skipIf(noServer || !long)('a server whose file may have 5 MB, which is full', async () => {
  // Blocks of 512 bytes. What does not fit is refused, and the run ends within its patience.
  const small = await startServer(['--appendfsync', 'everysec'], 10_000)
  begin(['worker'], small)
  const client = begin(['verify', 'coins', '--out', 'small', '--wait', '5'], small)
  while (outcomes(small) < 3) await pause(20)
  for (let at = 0; !small.ask('set', `${at}`, 'x'.repeat(100_000)).startsWith('MISCONF'); at++);
  const { status, err } = await client.finished
  expect([status, err]).toEqual([
    75,
    expect.stringMatching(/stores nothing for 5 s \(MISCONF .* --resume small /),
  ])
  await small.kill()
  const again = await multiview(['verify', '--resume', 'small', ...withClaims], cwd)
  expect([again.status, findings(join(cwd, 'small'))], again.err).toEqual([0, whole])
})
