import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { stream } from '@multiview/tensor'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { coins } from '../cluster/coins.ts'
import { noServer, type Server, startServer } from '../cluster/server.ts'
import { findings, folder, multiview, start } from '../e2e/command.ts'
import { long, seed } from './effort.ts'

/**
 * The tests of test/cluster kill one of each in `npm test`. MULTIVIEW_TEST_KILLS sets another number
 * here.
 */
const kills = Number(process.env.MULTIVIEW_TEST_KILLS ?? 50)

const withClaims = ['--claims', 'coins.mjs', '--workers', '1', '--quiet']
const cwd = folder()
let server: Server
let whole: string
const workers: ReturnType<typeof start>[] = []

beforeAll(async () => {
  if (noServer || !long) return
  coins(cwd, 100, '', 40)
  await multiview(['verify', 'coins', ...withClaims, '--out', 'whole'], cwd)
  whole = findings(join(cwd, 'whole'))
  server = await startServer()
})
afterAll(async () => {
  for (const { child } of workers) child.kill('SIGKILL')
  await server?.kill()
})

const startWorker = (at: number): void => {
  workers[at] = start(['worker', '--queue', server.url(), ...withClaims], cwd)
}
const startClient = (out: string) =>
  start(
    existsSync(join(cwd, out, 'request.json'))
      ? ['verify', '--resume', out, ...withClaims, '--queue', server.url()]
      : ['verify', 'coins', ...withClaims, '--queue', server.url(), '--out', out],
    cwd,
  )

test.skipIf(noServer || !long)(
  `${kills} kills of workers, server and client, at random, lose no byte of a report`,
  async () => {
    const random = stream(seed, 'kills at a queue')
    const killed = { worker: 0, server: 0, client: 0 }
    const isEnough = (): boolean => killed.worker + killed.server + killed.client >= kills
    for (let round = 0; !isEnough(); round++) {
      const out = `run-${round}`
      for (const at of [0, 1]) if (workers[at] === undefined) startWorker(at)
      let client = startClient(out)
      for (;;) {
        // On a slow machine no client would end if the kills did not.
        const ended = await Promise.race([
          client.finished,
          ...(isEnough() ? [] : [pause(10 ** random.uniform(2, 3.7))]),
        ])
        if (ended !== undefined) {
          expect([0, 75], ended.err).toContain(ended.status)
          if (ended.status === 0) break
          client = startClient(out)
          continue
        }
        const which = Math.floor(random.uniform(0, 4))
        if (which === 0) {
          client.child.kill('SIGKILL')
          await client.finished
          client = startClient(out)
          killed.client++
        } else if (which === 1) {
          await server.kill()
          await pause(10 ** random.uniform(1, 3))
          await server.restart()
          killed.server++
        } else {
          workers[which - 2].child.kill('SIGKILL')
          startWorker(which - 2)
          killed.worker++
        }
      }
      expect(findings(join(cwd, out))).toBe(whole)
      rmSync(join(cwd, out), { recursive: true })
      server.ask('flushall')
    }
    console.log(`killed ${killed.worker} workers, ${killed.server} servers and ${killed.client} clients`)
  },
)
