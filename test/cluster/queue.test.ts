/**
 * A queue with workers in other processes, and what may go wrong there. After each fault the report
 * has the bytes of an undisturbed local run.
 */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { findings, folder, multiview, start } from '../e2e/command.ts'
import { coins } from './coins.ts'
import { otherBuild } from './other-build.ts'
import { noServer, type Server, startServer } from './server.ts'

// Several processes start at once, and a fault takes a while to be noticed.
vi.setConfig({ testTimeout: 400_000 })

let server: Server
let whole: string
const started: { child: { kill(signal: 'SIGKILL'): boolean } }[] = []
beforeAll(async () => {
  if (noServer)
    return console.log('Neither valkey-server nor redis-server is installed: no test of queues runs.')
  server = await startServer()
  const cwd = folder()
  coins(cwd, 0)
  await multiview(
    ['verify', 'coins', '--claims', 'coins.mjs', '--workers', '1', '--quiet', '--out', 'run'],
    cwd,
  )
  whole = findings(join(cwd, 'run'))
})
afterAll(async () => {
  for (const { child } of started) child.kill('SIGKILL')
  await server?.kill()
})

const worker = (url: string, cwd: string, ...words: readonly string[]) => {
  const begun = start(['worker', '--queue', url, '--workers', '1', ...words], cwd)
  started.push(begun)
  return begun
}
const withClaims = ['--claims', 'coins.mjs']
const verify = (url: string, cwd: string, out = 'run', ...words: readonly string[]) =>
  start(['verify', 'coins', ...withClaims, '--queue', url, '--out', out, '--quiet', ...words], cwd)

const resumeHere = (cwd: string) =>
  start(['verify', '--resume', 'run', ...withClaims, '--quiet', '--workers', '1'], cwd)

/** Waits until the process has written the words on standard error. */
const says = ({ child }: ReturnType<typeof start>, words: string): Promise<void> =>
  new Promise(resolve => {
    let err = ''
    child.stderr?.on('data', chunk => {
      err += chunk
      if (err.includes(words)) resolve()
    })
  })

const sameReport = async (run: ReturnType<typeof start>, cwd: string, out = 'run') => {
  const { status, err } = await run.finished
  expect([status, findings(join(cwd, out))], err).toEqual([0, whole])
  return err
}

// Each test has a folder, and a database or a server of its own, and mostly waits.
describe.skipIf(noServer)('a queue', { concurrent: true }, () => {
  test('gives tasks to two processes, each task once for two clients, and counts them', async () => {
    const [cwd, url] = [folder(), server.url(1)]
    const { begun } = coins(cwd, 100)
    const clients = ['a', 'b'].map(out => [verify(url, cwd, out), out] as const)
    const stranger = worker(url, cwd)
    // The clients wait for a worker meanwhile, so that the stranger finds them.
    await says(stranger, 'has a client of')
    worker(url, cwd, ...withClaims)
    worker(url, cwd, ...withClaims)
    for (const [run, out] of clients) await sameReport(run, cwd, out)
    expect(
      begun()
        .map(([n]) => n)
        .sort((a, b) => a - b),
    ).toEqual([...Array(12).keys()])
    expect(new Set(begun().map(([, pid]) => pid)).size).toBe(2)

    const { out } = await multiview(['queue', '--queue', url], cwd)
    expect(out).toMatch(
      /^redis:.*\nmultiview 0\.1\.0-\w{12}: 1 machine, 1 worker, 0 tasks running, 0 waiting$/m,
    )
    expect(out).toMatch(
      /^multiview 0\.1\.0-\w{12}-\w{12}: 1 machine, 2 workers, 0 tasks running, 0 waiting\nkept: 12 results, 1 array$/m,
    )
    stranger.child.kill('SIGTERM')
    const { status, err } = await stranger.finished
    expect(status).toBe(143)
    expect(err).toMatch(
      /has a client of multiview (0\.1\.0-\w{12})-\w{12}; this worker is \1 and takes none of its tasks\.\nStopped after 0 tasks\.\n$/,
    )

    // Results of others: damaged, of another task, of another type, and of another format.
    const keys = server.ask('-n', '1', 'keys', 'multiview:outcome:*').split('\n')
    const [first, second, third, fourth] = keys
    const text = server.ask('-n', '1', 'get', second)
    server.ask('-n', '1', 'set', first, text)
    server.ask('-n', '1', 'set', second, text.slice(0, -60))
    server.ask('-n', '1', 'del', third)
    server.ask('-n', '1', 'lpush', third, 'x')
    server.ask('-n', '1', 'set', fourth, '{"host":"far","pid":7}\n{"schema":"another/1"}')
    const warnings = await sameReport(verify(url, cwd, 'c'), cwd, 'c')
    const reasons = warnings.match(/(?<=is not used: ).*(?=; it is computed again\.)/g)
    expect(reasons?.sort()).toEqual([
      'it is cut short or damaged',
      'it is not a result of multiview',
      'it is not a text, or too long',
      'it is of another task',
    ])
    expect(begun()).toHaveLength(16)

    const emptied = await multiview(['queue', '--queue', url, '--empty'], cwd)
    expect(emptied.out).toMatch(/\nremoved: 0 tasks running, 0 waiting, 12 results, 1 array\n$/)
    expect(server.ask('-n', '1', 'keys', 'multiview:outcome:*')).toBe('')
  })

  test('gives no task to a worker of another build, and client and worker say so', async () => {
    const [cwd, url] = [folder(), server.url(3)]
    const { begun } = coins(cwd, 0)
    const other = start(
      ['worker', '--queue', url, '--workers', '1', ...withClaims],
      cwd,
      [],
      {},
      otherBuild(),
    )
    started.push(other)
    const client = verify(url, cwd)
    await Promise.all([
      says(other, 'takes none of its tasks'),
      says(client, '--claims files, on all machines'),
    ])
    expect(begun()).toEqual([])
    worker(url, cwd, ...withClaims)
    const lines = (await sameReport(client, cwd)).trimEnd().split('\n')
    const others = /^redis:\S+ has workers of multiview (\S+), which take none of these tasks\.$/.exec(
      lines[0],
    )
    const alone =
      /^redis:\S+ has no worker of multiview (\S+) for these tasks, only of (\S+); run one build/.exec(
        lines[1],
      )
    const [theirs, ours] = [others?.[1], alone?.[1]]
    expect([lines.length, alone?.[2]]).toEqual([2, theirs])
    for (const each of [theirs, ours]) expect(each).toMatch(/^0\.1\.0-\w{12}-\w{12}$/)
    expect(theirs).not.toBe(ours)
    expect(theirs?.slice(-12)).toBe(ours?.slice(-12))
    expect(begun()).toHaveLength(12)
    other.child.kill('SIGTERM')
    const { err } = await other.finished
    expect(err.match(/.*has a client of.*/g)).toEqual([
      expect.stringMatching(`multiview ${ours}; this worker is ${theirs} and takes none of its tasks\\.$`),
    ])
    expect(err).toMatch(/\nStopped after 0 tasks\.\n$/)
  })

  test('whose worker is killed in a task, twice, and whose client is killed and resumed', async () => {
    const [cwd, url] = [folder(), server.url(2)]
    const { nextAfter, begun } = coins(cwd, 300)
    const first = worker(url, cwd, ...withClaims)
    const client = verify(url, cwd)
    await nextAfter(2)
    first.child.kill('SIGKILL')
    const again = worker(url, cwd, ...withClaims)
    await nextAfter(4)
    client.child.kill('SIGKILL')
    await client.finished
    const resumed = start(['verify', '--resume', 'run', ...withClaims, '--queue', url, '--quiet'], cwd)
    await nextAfter(6)
    again.child.kill('SIGKILL')
    worker(url, cwd, ...withClaims)
    await sameReport(resumed, cwd)
    // No more is computed twice than what was lost.
    expect(begun().length).toBeLessThanOrEqual(14)
  })

  test('whose server is killed and starts again with its append-only file', async () => {
    const own = await startServer()
    const cwd = folder()
    const { nextAfter, begun } = coins(cwd, 200)
    worker(own.url(), cwd, ...withClaims)
    const client = verify(own.url(), cwd)
    await nextAfter(3)
    await own.kill()
    await pause(1000)
    await own.restart()
    expect(await sameReport(client, cwd)).toMatch(
      /^(redis:\S+ is away; waiting for it …\nredis:\S+ is back\.\n)?$/,
    )
    // What was done before is in the file: only the task at that moment may be computed twice.
    expect(begun().length).toBeLessThanOrEqual(13)
    await own.kill()
  })

  test('that goes for good: the folder is finished here, with what is there', async () => {
    const own = await startServer()
    const cwd = folder()
    const { nextAfter, begun } = coins(cwd, 200)
    const served = worker(own.url(), cwd, ...withClaims, '--wait', '2')
    const lost = verify(own.url(), cwd, 'run', '--wait', '2')
    await nextAfter(3)
    await own.kill()
    const away = 'the queue redis://127.0.0.1:PORT/0 cannot be reached for 2 s (ECONNREFUSED).'
    const { status, out, err } = await lost.finished
    expect([status, out, err.replace(String(own.port), 'PORT')]).toEqual([
      75,
      '',
      `multiview: ${away} Trained models are kept; resume with: multiview verify --resume run --claims coins.mjs\n`,
    ])
    const ended = await served.finished
    expect([ended.status, ended.err.replaceAll(String(own.port), 'PORT')]).toEqual([
      75,
      expect.stringMatching(
        /away; waiting for it …\nStopped after \d+ tasks?\.\nmultiview: the queue \S+ cannot be reached for 2 s \(ECONNREFUSED\)\.\n$/,
      ),
    ])
    const kept = readdirSync(join(cwd, 'run', 'runs')).length
    expect(kept).toBeGreaterThan(0)
    const before = begun().length
    await sameReport(resumeHere(cwd), cwd)
    expect(begun().length - before).toBe(12 - kept)
  })

  test('whose memory is full: the folder is finished here, with what is there', async () => {
    const own = await startServer()
    const cwd = folder()
    const { nextAfter } = coins(cwd, 200)
    worker(own.url(), cwd, ...withClaims)
    const suspended = verify(own.url(), cwd, 'run', '--wait', '2')
    await nextAfter(3)
    own.ask('config', 'set', 'maxmemory', '1')
    const { status, out, err } = await suspended.finished
    expect([status, out]).toEqual([75, ''])
    expect(err).toMatch(
      /^multiview: the queue redis:\S+ stores nothing for 2 s \(OOM [^\n]*\)\. Trained models are kept; resume with: multiview verify --resume run --claims coins.mjs\n$/,
    )
    expect(readdirSync(join(cwd, 'run', 'runs')).length).toBeGreaterThan(0)
    await sameReport(resumeHere(cwd), cwd)
    await own.kill()
  })

  test('with a task that ends every process, and one whose settings are impossible', async () => {
    const [cwd, url] = [folder(), server.url(4)]
    coins(cwd, 0, 'if (n === 5) process.exit(7)')
    worker(url, cwd, ...withClaims)
    const fatal = await verify(url, cwd).finished
    expect([fatal.status, fatal.out]).toEqual([2, ''])
    expect(fatal.err).toMatch(
      /^multiview: Task own:coin \(coin 5\) failed on every attempt; the last: [^\n]* failed twice: [^\n]*\n$/,
    )
    const other = folder()
    coins(other, 0, "if (n === 5) throw new SettingError('n', n, 'others')")
    worker(server.url(5), other, ...withClaims)
    expect(await verify(server.url(5), other).finished).toEqual({
      status: 2,
      out: '',
      err: 'multiview: n is 5; allowed: others.\n',
    })
  })
})
