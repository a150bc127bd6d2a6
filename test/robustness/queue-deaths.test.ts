/** A run whose task kills every process that computes it, with the lock of a real queue. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { coins } from '../cluster/coins.ts'
import { noServer, startServer } from '../cluster/server.ts'
import { folder, start } from '../e2e/command.ts'
import { long } from './effort.ts'

let isOver = false
const children: ReturnType<typeof start>['child'][] = []
afterAll(() => {
  isOver = true
  for (const child of children) child.kill('SIGKILL')
})

test.skipIf(noServer || !long)('ends with all other tasks done and a report that tells of it', async () => {
  const server = await startServer()
  const cwd = folder()
  const { begun } = coins(cwd, 100, "if (n === 5) process.kill(process.pid, 'SIGKILL')")
  const withClaims = ['--claims', 'coins.mjs']
  /** A machine whose worker starts again after its death. */
  const serve = async (): Promise<void> => {
    while (!isOver) {
      const worker = start(['worker', '--queue', server.url(), '--workers', '3', ...withClaims], cwd)
      children.push(worker.child)
      await worker.finished
    }
  }
  void serve()
  void serve()
  const words = ['--queue', server.url(), '--quiet']
  const { status, err } = await start(['verify', 'coins', ...withClaims, ...words, '--out', 'run'], cwd)
    .finished
  expect(status, err).toBe(3)
  expect(err).toMatch(/^Task own:coin \(coin 5\) failed: 3 workers died during it: on \S+ after .*\.$/m)
  expect(begun().filter(([n]) => n === 5)).toHaveLength(3)
  expect(new Set(begun().map(([n]) => n)).size).toBe(12)
  const { claims } = JSON.parse(readFileSync(join(cwd, 'run', 'report.json'), 'utf8'))
  expect(claims).toMatchObject([
    {
      id: 'coins',
      verdict: 'inconclusive',
      reason: expect.stringMatching(/^Nothing was measured: Task own:coin \(coin 5\) failed: 3 workers died/),
    },
  ])
  await server.kill()
})
