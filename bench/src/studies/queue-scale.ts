/**
 * What a queue carries: tasks per second with 1, 2, 4, 8 and 16 worker processes for tasks that
 * sleep for 1, 10 and 100 ms, beside as many threads of one process; processor time of server and
 * client and bytes per task, also of tasks with large results; what a run of real claims takes
 * through a queue and in local threads; and 10 to 1,000 simulated workers, which wait for as long
 * as a task of this run takes, and answer with as many bytes. Tasks and results are signed.
 *
 *     node bench/dist/studies/queue-scale.js FILE [SECONDS [WORD…]]
 *
 * Each of the 30 cells takes about SECONDS, 5 unless given, and some more to start. WORDs are those
 * of `multiview verify` for the real run, `--preset quick` unless given. It is run four times: twice
 * in local threads, and twice through a queue with a worker process per core. The study needs an
 * idle machine, and valkey-server or redis-server. If FILE exists, the parts that it has are not
 * measured again. `queue-limits.js` makes a page's tables and figure of FILE.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Machine, machine } from '../machine.ts'
import { costOfServer, type Server, startServer } from './queue-server.ts'
import { type SimulatedCell, simulatedCells } from './queue-simulated.ts'

/** What one task costs, beyond its own work. */
interface Cost {
  readonly serverMs: number
  readonly clientMs: number
  /** Between all clients and workers and the server, in both directions. */
  readonly bytes: number
}

export interface Cell extends Cost {
  readonly milliseconds: number
  readonly workers: number
  readonly tasks: number
  readonly perSecond: number
  /** The same tasks in as many threads of one process. */
  readonly localPerSecond: number
}

export interface QueueScale {
  readonly schema: 'multiview.queue-scale/1'
  readonly machine: Machine
  readonly cells: readonly Cell[]
  /** Tasks of 1 ms whose results have so many numbers of 8 bytes. */
  readonly large: Cost & { readonly numbers: number }
  readonly run: Cost & {
    readonly words: string
    readonly workers: number
    readonly tasks: number
    /** Seconds of each run. */
    readonly local: readonly number[]
    readonly queue: readonly number[]
  }
  /** Many workers that wait in place of computing. */
  readonly simulated: readonly SimulatedCell[]
}

const durations = [1, 10, 100]
const counts = [1, 2, 4, 8, 16]
/** More tasks per second than this are not asked for, so that a cell does not take much longer. */
const mostPerSecond = 1000
const repetitions = 2
const largeResult = { numbers: 200_000, tasks: 200 }

const bin = fileURLToPath(new URL('../../../packages/theory/bin/multiview.js', import.meta.url))
const place = mkdtempSync(join(tmpdir(), 'multiview-queue-scale-'))
const sleeps = join(place, 'sleeps.mjs')
const timed = join(place, 'timed.json')
/** Every task and result is signed. */
const key = randomBytes(32).toString('hex')
process.env.MULTIVIEW_QUEUE_KEY = key

/** Its claim first runs tasks without being timed, so that every worker has loaded the module. */
const moduleText = `import { writeFileSync } from 'node:fs'
import { measuredMean, ofShare, seriesOfDraws } from '@multiview/theory'
const run = ({ n, milliseconds, numbers }) => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
  return { n, values: Float64Array.from({ length: numbers }, (_, j) => Math.sqrt(n + j)) }
}
export const tasks = [{ kind: 'own:sleep', run, isResult: (_, { n }) => Number.isInteger(n) }]
export const claims = [{
  id: 'sleeps', title: 'Sleeps', statement: 'S', source: 'nobody', control: { id: 'none', statement: 'C' },
  bound: { low: 0, high: 1 },
  size: { regime: 'limit', draws: { coins: 12 } },
  async measure({ scheduler, level, seed }) {
    const [milliseconds, count, warming, numbers] = process.env.STUDY.split(',').map(Number)
    const all = (from, to, milliseconds) => Promise.all(Array.from({ length: to - from }, (_, j) =>
      scheduler.run({ kind: 'own:sleep', n: from + j, milliseconds, numbers, seed, names: { sleep: from + j } })))
    await all(0, warming, 200)
    const start = performance.now()
    const cpu = process.cpuUsage()
    await all(warming, warming + count, milliseconds)
    const { user, system } = process.cpuUsage(cpu)
    writeFileSync(${JSON.stringify(timed)}, JSON.stringify([performance.now() - start, (user + system) / 1000]))
    const values = Array(12).fill(0.5)
    return {
      measured: measuredMean(values, level, 'nap', ofShare),
      series: [seriesOfDraws('naps', 'naps', values)],
      control: { measured: measuredMean(values, level, 'nap', ofShare) },
    }
  },
}]
`

const started = new Set<ChildProcess>()
const workers = (count: number, url: string, claims: readonly string[]): ChildProcess[] =>
  Array.from({ length: count }, () => {
    const child = spawn(
      process.execPath,
      [bin, 'worker', '--queue', url, '--workers', '1', '--quiet', ...claims],
      { stdio: 'ignore' },
    )
    started.add(child)
    return child
  })
const stop = async (children: readonly ChildProcess[]): Promise<void> => {
  for (const child of children) {
    child.kill('SIGTERM')
    await once(child, 'exit')
    started.delete(child)
  }
}

/** Runs `multiview verify`; its report, and the processor seconds of its process. */
const verify = async (words: readonly string[], study = '') => {
  const out = join(place, 'run')
  const child = spawn(
    'bash',
    [
      ...['-c', 'TIMEFORMAT="%U %S"; time "$@"', 'bash', process.execPath],
      ...[bin, 'verify', ...words, '--quiet', '--out', out],
    ],
    { cwd: place, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, STUDY: study } },
  )
  let err = ''
  child.stderr.on('data', chunk => {
    err += chunk
  })
  const [status] = await once(child, 'close')
  if (![0, 1, 3].includes(status)) throw new Error(err)
  const { environment } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))
  const cpu = (err.trimEnd().split('\n').at(-1) ?? '').split(' ').reduce((sum, each) => sum + Number(each), 0)
  rmSync(out, { recursive: true })
  return { seconds: environment.durationSeconds as number, cpu }
}

/** Runs so many tasks, after some that are not timed: one study in local threads or at a queue. */
const sleep = async (
  where: readonly string[],
  {
    milliseconds,
    tasks,
    warming,
    numbers = 0,
  }: Readonly<Record<'milliseconds' | 'tasks' | 'warming', number>> & { readonly numbers?: number },
  seed: number,
): Promise<{ readonly perSecond: number; readonly clientMs: number }> => {
  const words = ['sleeps', '--claims', sleeps, '--seed', String(seed), ...where]
  await verify(words, [milliseconds, tasks, warming, numbers].join())
  const [wall, cpu] = JSON.parse(readFileSync(timed, 'utf8'))
  return { perSecond: (1000 * tasks) / wall, clientMs: cpu / tasks }
}

const cellOf = async (
  server: Server,
  milliseconds: number,
  workers: number,
  seconds: number,
): Promise<Cell> => {
  const tasks = Math.ceil(seconds * Math.min(mostPerSecond, (1000 * workers) / milliseconds))
  const size = { milliseconds, tasks, warming: 3 * workers }
  // With a seed of its own a cell finds no result of another one.
  const seed = 1000 * workers + milliseconds
  const { perSecond: localPerSecond } = await sleep(['--workers', String(workers)], size, seed)
  const { done, ...cost } = await costOfServer(
    server,
    () => tasks + size.warming,
    () => sleep(['--queue', server.url], size, seed),
  )
  return { milliseconds, workers, tasks, ...done, localPerSecond, ...cost }
}

const [file, secondsText = '5', ...rest] = process.argv.slice(2)
const seconds = Number(secondsText)
if (file === undefined || !(seconds > 0)) {
  console.error('usage: node bench/dist/studies/queue-scale.js FILE [SECONDS [WORD…]]')
  process.exit(2)
}
const words = rest.length > 0 ? rest : ['--preset', 'quick']
const tell = (line: string): void => void process.stderr.write(`${line}\n`)

const cores = availableParallelism()
const earlier: Partial<QueueScale> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
const begin: Partial<QueueScale> = { schema: 'multiview.queue-scale/1', machine: machine(), ...earlier }
const server = await startServer(place)
const startWorkers = async (count: number, claims: readonly string[]): Promise<ChildProcess[]> => {
  const begun = workers(count, server.url, claims)
  while (Number(server.ask('scard', 'multiview:workers')) < started.size) await pause(200)
  return begun
}

const cellsOf = async (): Promise<Cell[]> => {
  const cells: Cell[] = []
  const at: ChildProcess[] = []
  for (const count of counts) {
    at.push(...(await startWorkers(count - at.length, ['--claims', sleeps])))
    for (const milliseconds of durations) {
      const cell = await cellOf(server, milliseconds, count, seconds)
      cells.push(cell)
      tell(`${count} workers, ${milliseconds} ms: ${cell.perSecond.toFixed(0)} tasks/s`)
    }
  }
  await stop(at)
  return cells
}

const largeOf = async (): Promise<QueueScale['large']> => {
  const { numbers, tasks } = largeResult
  const at = await startWorkers(cores, ['--claims', sleeps])
  const size = { milliseconds: 1, tasks, warming: 3 * cores, numbers }
  const { done, ...cost } = await costOfServer(
    server,
    () => tasks + size.warming,
    () => sleep(['--queue', server.url], size, 1),
  )
  await stop(at)
  tell(`${numbers} numbers: ${done.perSecond.toFixed(0)} tasks/s`)
  return { numbers, clientMs: done.clientMs, ...cost }
}

const runOf = async (): Promise<QueueScale['run']> => {
  const local: number[] = []
  const queue: number[] = []
  let cost: Cost & { readonly tasks: number } = { tasks: 0, serverMs: 0, clientMs: 0, bytes: 0 }
  for (let repetition = 0; repetition < repetitions; repetition++) {
    local.push((await verify([...words, '--workers', String(cores)])).seconds)
    tell(`in local threads: ${local.at(-1)} s`)
    server.ask('flushall')
    const at = await startWorkers(cores, [])
    let tasks = 0
    const { done, ...ofServer } = await costOfServer(
      server,
      () => tasks,
      async () => {
        const run = await verify([...words, '--queue', server.url])
        const outcomes = server.ask('--raw', '--scan', '--pattern', 'multiview:outcome:*').trimEnd()
        tasks = outcomes === '' ? 0 : outcomes.split('\n').length
        return run
      },
    )
    await stop(at)
    queue.push(done.seconds)
    tell(`through a queue: ${done.seconds} s`)
    cost = { tasks, clientMs: (1000 * done.cpu) / tasks, ...ofServer }
  }
  return { words: words.join(' '), workers: cores, ...cost, local, queue }
}

try {
  writeFileSync(sleeps, moduleText)
  let found = begin
  const save = (part: Partial<QueueScale>): void => {
    found = { ...found, ...part }
    writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`)
  }
  if (found.cells === undefined) save({ cells: await cellsOf() })
  if (found.large === undefined) save({ large: await largeOf() })
  if (found.run === undefined) save({ run: await runOf() })
  if (found.simulated === undefined && found.run !== undefined)
    save({ simulated: await simulatedCells(server, key, found.run, tell) })
} finally {
  for (const child of started) child.kill('SIGKILL')
  server.child.kill('SIGKILL')
  rmSync(place, { recursive: true, force: true })
}
