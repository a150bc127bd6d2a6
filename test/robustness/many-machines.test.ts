/**
 * A run of real claims through a queue whose worker is killed, and in three shares: the report has
 * the bytes of a run in local threads. MULTIVIEW_TEST_RUN has other words of `multiview verify`.
 */

import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noServer, type Server, startServer } from '../cluster/server.ts'
import { findings, folder, multiview, start } from '../e2e/command.ts'
import { long } from './effort.ts'

const words = [
  'verify',
  ...(process.env.MULTIVIEW_TEST_RUN ?? '--preset quick --seed 1').split(' '),
  '--quiet',
]
const cwd = folder()
let local: { readonly status: number | null; readonly report: string }
let server: Server
const children: ReturnType<typeof start>['child'][] = []

beforeAll(async () => {
  if (noServer || !long) return
  const { status } = await multiview([...words, '--out', 'local'], cwd)
  local = { status, report: findings(join(cwd, 'local')) }
  server = await startServer()
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await server?.kill()
})

const startWorker = () => {
  const worker = start(['worker', '--queue', server.url(), '--workers', '1', '--quiet'], cwd)
  children.push(worker.child)
  return worker
}
const outcomes = (): number =>
  server
    .ask('--scan', '--pattern', 'multiview:outcome:*')
    .split('\n')
    .filter(line => line !== '').length

test.skipIf(noServer || !long)(
  'two worker processes at a queue, one of which is killed twice with -9',
  async () => {
    startWorker()
    const client = start([...words, '--queue', server.url(), '--out', 'queue'], cwd)
    for (const enough of [2, 6]) {
      const doomed = startWorker()
      while (outcomes() < enough) await pause(100)
      // It may compute something at this moment; the client certainly waits for something.
      doomed.child.kill('SIGKILL')
      await doomed.finished
      expect(client.child.exitCode).toBeNull()
    }
    startWorker()
    const { status, err } = await client.finished
    expect([status, err]).toEqual([local.status, ''])
    expect(findings(join(cwd, 'queue'))).toBe(local.report)
  },
)

test.skipIf(noServer || !long)('three processes with a share each', async () => {
  const shares = await Promise.all(
    [1, 2, 3].map(
      share => start([...words, '--out', 'shares', '--workers', '1', '--shard', `${share}/3`], cwd).finished,
    ),
  )
  expect(shares.filter(({ out }) => out !== '').map(({ status }) => status)).toEqual([local.status])
  expect(shares.filter(({ out }) => out === '').map(({ status }) => status)).toEqual([0, 0])
  expect(findings(join(cwd, 'shares'))).toBe(local.report)
})
