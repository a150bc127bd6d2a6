/**
 * A queue whose connection to one process is silent for a minute: nothing arrives, and nothing
 * closes. The report has the bytes of an undisturbed local run.
 */

import { createServer, connect as dial, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { coins } from '../cluster/coins.ts'
import { noServer, type Server, startServer } from '../cluster/server.ts'
import { findings, folder, multiview, start } from '../e2e/command.ts'
import { long } from './effort.ts'

vi.setConfig({ testTimeout: 600_000 })

const silence = 60_000
const draws = 30
const withClaims = ['--claims', 'coins.mjs', '--workers', '1']
const cwd = folder()
let server: Server
let whole: string
const children: ReturnType<typeof start>['child'][] = []

beforeAll(async () => {
  if (noServer || !long) return
  coins(cwd, 200, '', draws)
  await multiview(['verify', 'coins', ...withClaims, '--quiet', '--out', 'whole'], cwd)
  whole = findings(join(cwd, 'whole'))
  server = await startServer()
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  if (long && !noServer) server.ask('flushall')
})
afterAll(() => server?.kill())

/** A way to the server that can be silent. */
const wayTo = async (target: number) => {
  let isSilent = false
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): Socket => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)))
    return socket
  }
  const proxy = createServer(near => {
    const far = dial(target, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      keep(from)
        .on('data', bytes => to.write(bytes))
        .on('end', () => to.end())
      if (isSilent) from.pause()
    }
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  return {
    url: `redis://127.0.0.1:${(proxy.address() as { port: number }).port}/0`,
    silent: (now: boolean): void => {
      isSilent = now
      for (const socket of sockets) now ? socket.pause() : socket.resume()
    },
    close: (): void => {
      proxy.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

const begin = (words: readonly string[], url: string) => {
  const begun = start([...words, '--queue', url], cwd)
  children.push(begun.child)
  let err = ''
  begun.child.stderr?.on('data', chunk => {
    err += chunk
  })
  return { ...begun, said: () => err }
}

const outcomes = (): number =>
  server
    .ask('--scan', '--pattern', 'multiview:outcome:*')
    .split('\n')
    .filter(line => line !== '').length

test.skipIf(noServer || !long).each([
  ['the only worker', true, 1],
  ['one of two workers', true, 2],
  ['the client', false, 1],
])('%s', async (_, isWorker, workers) => {
  const way = await wayTo(server.port)
  try {
    const all = Array.from({ length: workers }, (_, at) =>
      begin(['worker', ...withClaims, '--quiet'], isWorker && at === 0 ? way.url : server.url()),
    )
    const out = `${isWorker}-${workers}`
    const client = begin(
      ['verify', 'coins', ...withClaims, '--quiet', '--out', out],
      isWorker ? server.url() : way.url,
    )
    while (outcomes() < 3) await pause(20)
    way.silent(true)
    await pause(silence)
    // Without others, nothing can be finished.
    if (workers === 1) expect(client.child.exitCode).toBeNull()
    way.silent(false)
    const { status, err } = await client.finished
    expect([status, findings(join(cwd, out))], err).toEqual([0, whole])
    if (isWorker) {
      while (!/is away; waiting for it …\n.* is back\.\n/.test(all[0].said())) await pause(100)
      // It computes again.
      const again = begin(
        ['verify', 'coins', ...withClaims, '--seed', '2', '--quiet', '--out', `${out}-2`],
        server.url(),
      )
      for (const { child } of all.slice(1)) child.kill('SIGKILL')
      expect((await again.finished).status).toBe(0)
    }
  } finally {
    way.close()
  }
})
