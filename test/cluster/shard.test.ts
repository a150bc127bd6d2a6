/** Several processes with one folder, without a queue. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { findings, folder, multiview, start } from '../e2e/command.ts'
import { coins } from './coins.ts'
import { noServer, startServer } from './server.ts'

// Several processes start at once, and a fault takes a while to be noticed.
vi.setConfig({ testTimeout: 400_000 })

/** Which share has a task depends on the path of the module: with so many each share has some. */
const draws = 36
const tosses = (cwd: string, milliseconds: number, body = '') => coins(cwd, milliseconds, body, draws)

const args = ['verify', 'coins', '--claims', 'coins.mjs', '--quiet', '--workers', '1']
const share = (index: number, cwd: string, ...words: readonly string[]) =>
  start([...args, '--out', 'run', '--shard', `${index}/3`, ...words], cwd)

let whole: string
beforeAll(async () => {
  const cwd = folder()
  tosses(cwd, 0)
  await multiview([...args, '--out', 'run'], cwd)
  whole = findings(join(cwd, 'run'))
})

test.concurrent('three processes compute each task once, and one of them writes the report', async () => {
  const cwd = folder()
  const { begun } = tosses(cwd, 50)
  // One alone gives up, keeps what it has, and says who owes what.
  const alone = await share(1, cwd, '--wait', '1').finished
  expect([alone.status, alone.out]).toEqual([75, ''])
  expect(alone.err).toMatch(
    /^multiview: for 1 s no result came from share 2\/3, 3\/3; \d+ tasks are missing\. Trained models are kept; resume with: multiview verify --resume run --claims coins\.mjs --shard 1\/3\n$/,
  )
  // One is killed when it has done something, and starts again.
  const killed = share(2, cwd)
  const before = begun().length
  while (begun().length < before + 2) await new Promise(resolve => setTimeout(resolve, 5))
  killed.child.kill('SIGKILL')
  await killed.finished
  const all = await Promise.all([1, 2, 3].map(index => share(index, cwd).finished))
  expect(
    all.map(({ status, err }) => [status, err.replace(/; \S+ \(process \d+\) writes/, '; X writes')]).sort(),
  ).toEqual(
    [
      [0, ''],
      ...all.flatMap(({ err }) =>
        err === ''
          ? []
          : [
              [
                0,
                expect.stringMatching(
                  /^Share \d\/3 of run is done; (X writes the report|the report is written)\.\n$/,
                ),
              ],
            ],
      ),
    ].sort(),
  )
  expect(all.filter(({ out }) => out !== '')).toHaveLength(1)
  expect(findings(join(cwd, 'run'))).toBe(whole)
  const tasks = begun().map(([n]) => n)
  expect(new Set(tasks).size).toBe(draws)
  // The one that was killed lost its task; one may be found missing that is being computed.
  expect(tasks.length).toBeLessThanOrEqual(draws + 2)
  expect(readdirSync(join(cwd, 'run')).filter(name => name.startsWith('writer'))).toEqual([])
  // A process that comes late has nothing to do; another run does not join; the report is replaced.
  const late = await share(3, cwd).finished
  expect(late).toEqual({ status: 0, out: '', err: 'run is finished: the report is written.\n' })
  const other = await share(3, cwd, '--seed', '2').finished
  expect([other.status, other.err]).toEqual([
    2,
    expect.stringMatching(/--out run holds another run; --shard joins /),
  ])
  expect((await multiview([...args, '--out', 'run'], cwd)).status).toBe(0)
})

test.concurrent('a task that fails is reported by all, a writer that was killed is replaced', async () => {
  const cwd = folder()
  tosses(cwd, 0, 'if (n === 5) process.exit(7)')
  const twoOf = (index: number, out: string) =>
    start([...args, '--out', out, '--shard', `${index}/2`], cwd).finished
  const all = await Promise.all([1, 2].map(index => twoOf(index, 'run')))
  for (const { status, out, err } of all) {
    expect([status, out]).toEqual([2, ''])
    expect(err).toMatch(/multiview: Task own:coin \(coin 5\) failed twice: [^\n]*\n$/)
  }
  // The module is another one, so the run is another one.
  tosses(cwd, 0)
  const first = twoOf(1, 'again')
  while (!existsSync(join(cwd, 'again', 'request.json'))) await new Promise(resolve => setTimeout(resolve, 5))
  writeFileSync(join(cwd, 'again', 'writer.txt'), 'nobody (process 1)')
  const outcomes = await Promise.all([first, twoOf(2, 'again')])
  expect(outcomes.map(({ status }) => status)).toEqual([0, 0])
  if (!existsSync(join(cwd, 'again', 'report.json'))) expect((await twoOf(1, 'again')).status).toBe(0)
  expect(findings(join(cwd, 'again'))).toBe(whole)
  expect(readFileSync(join(cwd, 'again', 'report.html'), 'utf8')).toContain('Coins')
})

test.skipIf(noServer)('two shares, each with a queue of its own, give the same report', async () => {
  const cwd = folder()
  const { begun } = tosses(cwd, 5)
  const servers = await Promise.all([startServer(), startServer()])
  const own = ['--claims', 'coins.mjs', '--workers', '1', '--quiet']
  const workers = servers.map(server => start(['worker', '--queue', server.url(), ...own], cwd))
  try {
    const all = await Promise.all(
      servers.map(
        (server, at) =>
          start(
            ['verify', 'coins', ...own, '--out', 'run', '--shard', `${at + 1}/2`, '--queue', server.url()],
            cwd,
          ).finished,
      ),
    )
    expect(all.map(({ status }) => status)).toEqual([0, 0])
    expect(findings(join(cwd, 'run'))).toBe(whole)
    expect(begun()).toHaveLength(draws)
    const kept = servers.map(
      server => server.ask('--scan', '--pattern', 'multiview:outcome:*').split('\n').length,
    )
    // Each server has the results of its share.
    expect(kept[0] + kept[1]).toBe(draws)
    expect(Math.min(...kept)).toBeGreaterThan(0)
  } finally {
    for (const { child } of workers) child.kill('SIGKILL')
    await Promise.all(servers.map(server => server.kill()))
  }
})
