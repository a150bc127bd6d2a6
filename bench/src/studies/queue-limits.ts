/**
 * What limits 10, 100 and 1,000 machines on the sweep to k = 1000, on paper: from what a task costs
 * the queue (`queue-scale.js`), and from what teachers and students cost (docs/finite-size.md).
 *
 *     node bench/dist/studies/queue-limits.js FILE [DOCS]
 *
 * FILE is what `queue-scale.js` wrote. The study writes `queue-measured.json` and
 * `queue-limits.json`, tables for scripts/docs-table.mjs, beside it, and
 * DOCS/figures/queue-limits.svg. DOCS is this repository's docs/ unless given.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { regimeAt } from '@multiview/network'
import { pow } from '@multiview/tensor/math'
import { decadeLabel, decades, draw, light } from '@multiview/theory/page'
import * as Plot from '@observablehq/plot'
import type { QueueScale } from './queue-scale.ts'

/** The machines of the estimate: threads of each, and bytes per second to the client's. */
const threads = 8
const bandwidth = 125e6

/** The sweep: classes of its cells, and data sets of each cell. */
const classes = [20, 50, 100, 200, 500, 1000]
const sizes = [8, 100]
/** Tasks of a data set besides its teachers: two students and four tests. */
const others = 6
/** The k of nearly all tasks of the run that was measured: bytes grow in proportion to k. */
const measuredAt = 40

const root = fileURLToPath(new URL('../../../', import.meta.url))
const [file, docs = join(root, 'docs'), ...rest] = process.argv.slice(2)
if (file === undefined || rest.length > 0) {
  console.error('usage: node bench/dist/studies/queue-limits.js FILE [DOCS]')
  process.exit(2)
}
const { machine, cells, run } = JSON.parse(readFileSync(file, 'utf8')) as QueueScale

/** CPU seconds at k of a teacher and of a student, by the power laws of the page's table. */
const costs = () => {
  const page = readFileSync(join(root, 'docs/finite-size.md'), 'utf8')
  const rowOf = (start: string): number[] => {
    const row = page.split('\n').find(line => line.startsWith(start))
    if (row === undefined) throw new Error(`docs/finite-size.md has no row ${start}`)
    return row.split('|').map(Number)
  }
  const [at, exponent] = [rowOf('| 100 | 60 |'), rowOf('| exponent in k |')]
  const of =
    (column: number) =>
    (k: number): number =>
      at[column] * pow(k / 100, exponent[column])
  return { teacher: of(3), student: of(6) }
}
const { teacher, student } = costs()

/** The sweep with so many data sets in each cell. */
const sweepOf = (dataSets: number) => {
  let [tasks, seconds, bytes] = [0, 0, 0]
  for (const k of classes) {
    const { members } = regimeAt('theorems', k)
    tasks += dataSets * (members + others)
    seconds += dataSets * (members * teacher(k) + 2 * student(k))
    bytes += dataSets * (members + others) * run.bytes * (k / measuredAt)
  }
  return { tasks, seconds, bytes }
}

/** Seconds that the sweep cannot fall below, by what limits it. */
const limitsOf = (dataSets: number, machines: number): Readonly<Record<string, number>> => {
  const { tasks, seconds, bytes } = sweepOf(dataSets)
  const largest = classes[classes.length - 1]
  return {
    'their threads': seconds / (threads * machines),
    'the longest chain': teacher(largest) + student(largest),
    'the client’s processor': (tasks * run.clientMs) / 1000,
    'the server’s processor': (tasks * run.serverMs) / 1000,
    'the network of client and server': bytes / bandwidth,
  }
}

/** The largest of the limits. */
const limitOf = (dataSets: number, machines: number): { readonly what: string; readonly seconds: number } => {
  const [what, seconds] = Object.entries(limitsOf(dataSets, machines)).reduce((a, b) => (b[1] > a[1] ? b : a))
  return { what, seconds }
}

const digits = (value: number, count = 3): number => Number(value.toPrecision(count))
const duration = (seconds: number): string =>
  seconds < 120
    ? `${digits(seconds, 2)} s`
    : seconds < 7200
      ? `${digits(seconds / 60, 2)} min`
      : `${digits(seconds / 3600, 2)} h`
const middle = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const overhead = middle(run.queue) / middle(run.local) - 1

const measured = {
  caption:
    `Measured on ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; client, server and ` +
    'workers share this machine, and a task sleeps. A real run ' +
    `(\`${run.words}\`, ${run.tasks} tasks) took ${digits(middle(run.local))} s in ${run.workers} local ` +
    `threads and ${digits(middle(run.queue))} s through a queue with ${run.workers} worker processes, ` +
    `${digits(100 * overhead, 2)}% more. A task of it cost the client ${digits(run.clientMs, 2)} ms, the ` +
    `server ${digits(run.serverMs, 2)} ms, and ${digits(run.bytes / 1000, 2)} kB on the network.`,
  head: [
    'task',
    'worker processes',
    'tasks per second',
    'of what they could',
    'threads of one process: tasks per second',
    'server, ms per task',
    'client, ms per task',
    'bytes per task',
  ],
  rows: cells.map(({ milliseconds, workers, perSecond, localPerSecond, serverMs, clientMs, bytes }) => [
    `${milliseconds} ms`,
    workers,
    digits(perSecond),
    `${digits((perSecond * milliseconds) / workers / 10, 2)}%`,
    digits(localPerSecond),
    digits(serverMs, 2),
    digits(clientMs, 2),
    Math.round(bytes),
  ]),
}

const limits = {
  caption:
    `The sweep of regime theorems over k = ${classes.join(', ')}, on machines with ${threads} threads ` +
    'each and a network of 1 Gbit/s, on paper. The least time that it can take, and what limits it ' +
    'there:\n\n![The least time of the sweep against the number of machines](figures/queue-limits.svg)',
  head: ['machines', ...sizes.flatMap(size => [`${size} data sets per cell`, 'limited by'])],
  rows: [1, 10, 100, 1000].map(machines => [
    String(machines),
    ...sizes.flatMap(size => {
      const { what, seconds } = limitOf(size, machines)
      return [duration(seconds), what]
    }),
  ]),
}

const figure = (): string => {
  const many = Array.from({ length: 61 }, (_, at) => pow(10, at / 20))
  const colors = [light.blue, light.orange]
  const rows = sizes.flatMap((size, at) =>
    many.map(machines => ({
      machines,
      minutes: limitOf(size, machines).seconds / 60,
      size: String(size),
      color: colors[at],
    })),
  )
  const minutes = rows.map(row => row.minutes)
  const ticks = decades(Math.min(...minutes), Math.max(...minutes))
  const last = rows.filter(({ machines }) => machines === many[many.length - 1])
  return draw('The least time of the sweep against the number of machines', {
    height: 300,
    marginLeft: 60,
    marginRight: 104,
    x: {
      type: 'log',
      label: `machines with ${threads} threads each →`,
      tickFormat: decadeLabel,
      ticks: [1, 10, 100, 1000],
    },
    y: { type: 'log', label: '↑ minutes', tickFormat: decadeLabel, ticks, grid: true },
    color: { type: 'identity' },
    marks: [
      Plot.line(rows, { x: 'machines', y: 'minutes', stroke: 'color', z: 'size', strokeWidth: 2 }),
      Plot.text(last, {
        x: 'machines',
        y: 'minutes',
        text: ({ size }: { size: string }) => `${size} data sets`,
        fill: 'color',
        textAnchor: 'start',
        dx: 6,
      }),
    ],
  })
}

for (const [name, table] of Object.entries({ 'queue-measured': measured, 'queue-limits': limits }))
  writeFileSync(join(dirname(file), `${name}.json`), `${JSON.stringify(table, null, 2)}\n`)
mkdirSync(join(docs, 'figures'), { recursive: true })
writeFileSync(join(docs, 'figures', 'queue-limits.svg'), figure())
