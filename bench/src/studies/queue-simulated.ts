/** A queue with up to 1,000 simulated workers, and a client that only asks. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { openQueue } from '@multiview/cluster'
import { costOfServer, type Server } from './queue-server.ts'

export interface SimulatedCell {
  readonly workers: number
  readonly milliseconds: number
  readonly tasks: number
  readonly perSecond: number
  /** Processor milliseconds of each task. */
  readonly serverMs: number
  readonly clientMs: number
  readonly workersMs: number
  readonly bytes: number
}

/** What a real run took, and how much it sent. */
interface Run {
  readonly tasks: number
  readonly workers: number
  readonly bytes: number
  readonly local: readonly number[]
}

const program = fileURLToPath(new URL('./simulated-workers.js', import.meta.url))
const build = 'simulated'
const counts = [10, 100, 1000]
/** Processes that share the workers, which alone would need more than one processor. */
const processes = 2
/** Tasks that wait at the same time, for each worker: those of a run are there from its start. */
const ahead = 2
/** Seconds that a cell takes about, if nothing limits it. */
const seconds = 20
/** More tasks per second than this are not asked for. */
const mostPerSecond = 200
/** Milliseconds of a long task, such as a teacher at k = 1000. */
const long = 10_000

const startWorkers = async (url: string, key: string, count: number, characters: number) => {
  const children = Array.from({ length: Math.min(processes, count) }, () =>
    spawn(
      process.execPath,
      [program, url, key, build, String(Math.ceil(count / processes)), String(characters)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    ),
  )
  await Promise.all(children.map(child => once(child.stdout, 'data')))
  return children
}

/** Ends the workers; the processor milliseconds that they spent. */
const stopWorkers = async (children: readonly ChildProcess[]): Promise<number> => {
  const spent = await Promise.all(
    children.map(async child => {
      const said = once(child.stdout as NodeJS.ReadableStream, 'data')
      child.kill('SIGTERM')
      const [text] = await said
      await once(child, 'exit')
      return Number(String(text))
    }),
  )
  return spent.reduce((sum, each) => sum + each, 0)
}

const cellOf = async (
  server: Server,
  key: string,
  { workers, milliseconds, characters }: Readonly<Record<'workers' | 'milliseconds' | 'characters', number>>,
): Promise<SimulatedCell> => {
  server.ask('flushall')
  const address = { url: server.url, shown: 'the queue', secret: Buffer.from(key, 'hex') }
  const children = await startWorkers(server.url, key, workers, characters)
  const queue = await openQueue(address, { version: build, patience: 600, warn: () => {} })
  const perSecond = Math.min(mostPerSecond, (1000 * workers) / milliseconds)
  const tasks = Math.ceil(seconds * perSecond)
  const ask = (at: number) =>
    queue.run(
      (at + workers * 1e6).toString(16).padStart(32, '0'),
      { text: `${milliseconds} ${at}`, arrays: new Map() },
      text => text.length,
    )
  let next = 0
  const asker = async (): Promise<void> => {
    while (next < tasks) await ask(next++)
  }
  const cpu = process.cpuUsage()
  const start = performance.now()
  const { serverMs, bytes } = await costOfServer(
    server,
    () => tasks,
    () => Promise.all(Array.from({ length: ahead * workers }, asker)),
  )
  const wall = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  await queue.close()
  const workersMs = (await stopWorkers(children)) / tasks
  return {
    workers,
    milliseconds,
    tasks,
    perSecond: (1000 * tasks) / wall,
    serverMs,
    clientMs: (user + system) / 1000 / tasks,
    workersMs,
    bytes,
  }
}

/** Tasks that take as long as those of a run on average, and long ones. */
export const simulatedCells = async (
  server: Server,
  key: string,
  { tasks, workers, bytes, local }: Run,
  tell: (line: string) => void,
): Promise<SimulatedCell[]> => {
  const average = Math.round((1000 * workers * Math.min(...local)) / tasks)
  // A result passes the server twice.
  const characters = Math.round(bytes / 2)
  const cells: SimulatedCell[] = []
  for (const milliseconds of [average, long])
    for (const count of counts) {
      const cell = await cellOf(server, key, { workers: count, milliseconds, characters })
      cells.push(cell)
      tell(`${count} simulated workers, ${milliseconds} ms: ${cell.perSecond.toFixed(1)} tasks/s`)
    }
  return cells
}
