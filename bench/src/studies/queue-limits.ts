/**
 * What limits 10, 100 and 1,000 machines on the sweep to k = 1000, on paper: from what tasks and
 * their results cost the queue (`queue-scale.js`), and from what teachers and students cost
 * (docs/finite-size.md).
 *
 *     node bench/dist/studies/queue-limits.js FILE [DOCS]
 *
 * FILE is what `queue-scale.js` wrote. The study writes `queue-measured.json`,
 * `queue-simulated.json` and `queue-limits.json`, tables for scripts/docs-table.mjs, beside it, and
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
import { trainingCost } from './training-cost.ts'

/** The machines of the estimate: threads of each, and bytes per second to the client's. */
const threads = 8
const bandwidth = 125e6

/** The sweep: classes of its cells, and data sets of each cell. */
const classes = [20, 50, 100, 200, 500, 1000]
const sizes = [8, 100]
/** Tasks of a data set besides its teachers: students, and four tests. */
const students = 2
const others = students + 4

const root = fileURLToPath(new URL('../../../', import.meta.url))
const [file, docs = join(root, 'docs'), ...rest] = process.argv.slice(2)
if (file === undefined || rest.length > 0) {
  console.error('usage: node bench/dist/studies/queue-limits.js FILE [DOCS]')
  process.exit(2)
}
const { machine, cells, large, run, simulated } = JSON.parse(readFileSync(file, 'utf8')) as QueueScale
if (large === undefined || simulated === undefined) {
  const missing = large === undefined ? 'large results' : 'simulated workers'
  console.error(`${file} lacks ${missing}; complete it: node bench/dist/studies/queue-scale.js ${file}`)
  process.exit(1)
}
const { teacher, student, largest } = trainingCost(readFileSync(join(root, 'docs/finite-size.md'), 'utf8'))

/** The cell with the most tasks per second, whose results have hardly any numbers. */
const small = cells.reduce((a, b) => (b.perSecond > a.perSecond ? b : a))

/** What so many tasks cost, with so many numbers in their results and arrays together. */
const costOf = (of: 'serverMs' | 'clientMs' | 'bytes', tasks: number, numbers: number): number =>
  tasks * small[of] + (numbers * (large[of] - small[of])) / large.numbers

/** The sweep with so many data sets in each cell. */
const sweepOf = (dataSets: number) => {
  const sum = { tasks: 0, seconds: 0, results: 0, arrays: 0 }
  for (const k of classes) {
    const { members, views, neurons, samples, otherFeatureRate } = regimeAt('theorems', k)
    const weights = views * k * neurons
    // On the classes of which a sample shows features.
    const outputs = samples * (1 + (views * otherFeatureRate * (k - 1)) / k)
    sum.tasks += dataSets * (members + others)
    sum.seconds += dataSets * (members * teacher(k) + students * student(k))
    sum.results += dataSets * (members + students) * (weights + outputs)
    // The weights of each network go to a test, and the outputs of a teacher to a student.
    sum.arrays += dataSets * ((members + students) * weights + students * outputs)
  }
  return sum
}

/** Bytes that the server keeps: a result as text, which it gets and gives once, and arrays. */
const keptOf = (dataSets: number): number => {
  const { tasks, results, arrays } = sweepOf(dataSets)
  return costOf('bytes', tasks, results) / 2 + 8 * arrays
}

/** Seconds that the sweep cannot fall below, by what limits it. */
const limitsOf = (dataSets: number, machines: number): Readonly<Record<string, number>> => {
  const { tasks, seconds, results, arrays } = sweepOf(dataSets)
  const last = classes[classes.length - 1]
  return {
    threads: seconds / (threads * machines),
    'the longest chain': teacher(last) + student(last),
    'the client’s processor': costOf('clientMs', tasks, results) / 1000,
    'the server’s processor': costOf('serverMs', tasks, results + arrays) / 1000,
    'the network of the server': costOf('bytes', tasks, results + arrays) / bandwidth,
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
const perMillion = (of: 'serverMs' | 'clientMs'): number => digits(costOf(of, 0, 1e6), 2)
const middle = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const overhead = middle(run.queue) / middle(run.local) - 1

const measured = {
  caption:
    `Measured on ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; client, server and ` +
    'workers share this machine, a task sleeps, and tasks and results are signed. A real run ' +
    `(\`${run.words}\`, ${run.tasks} tasks) took ${digits(middle(run.local))} s in ${run.workers} local ` +
    `threads and ${digits(middle(run.queue))} s through a queue with ${run.workers} worker processes, ` +
    `${digits(100 * overhead, 2)}% more. A task of it cost the client ${digits(run.clientMs, 2)} ms, the ` +
    `server ${digits(run.serverMs, 2)} ms, and ${digits(run.bytes / 1000, 2)} kB on the network. A process ` +
    'starts at most four threads per core.',
  head: [
    'task',
    'worker processes',
    'tasks per second',
    'of the most possible',
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

const ofSimulated = {
  caption:
    'Simulated workers on the same machine: each has the connections of a worker, waits in place of ' +
    `computing, and answers with ${digits(run.bytes / 2000, 2)} kB, half of what a task of the real run sent. ` +
    `${simulated[0].milliseconds} ms is what such a task took on average, and 10 s is a large teacher. ` +
    'Processor time of the server, of a client that only asks, and of the simulated workers is for ' +
    'each task; all of them share the cores:',
  head: [
    'task',
    'workers',
    'tasks per second',
    'of the most possible',
    'server, ms per task',
    'client, ms per task',
    'workers, ms per task',
  ],
  rows: simulated.map(({ milliseconds, workers, perSecond, serverMs, clientMs, workersMs }) => [
    `${digits(milliseconds / 1000)} s`,
    workers,
    digits(perSecond),
    `${digits((perSecond * milliseconds) / workers / 10, 2)}%`,
    digits(serverMs, 2),
    digits(clientMs, 2),
    digits(workersMs, 2),
  ]),
}

const whole = sweepOf(1)
const limits = {
  caption:
    `An estimate on paper. The sweep of regime theorems over k = ${classes.join(', ')} has ` +
    `${whole.tasks} tasks for one data set in each cell, which take ${duration(whole.seconds)} of one ` +
    `thread. Teachers and students cost what [How large is large enough](finite-size.md#what-it-costs) ` +
    `measured up to k = ${largest}, and beyond it in proportion to k. Machines have ${threads} threads ` +
    'each, and the network carries 1 Gbit/s. Client and server spend ' +
    `${digits(small.clientMs, 2)} ms and ${digits(small.serverMs, 2)} ms for a task, as in the table above, and ` +
    `${perMillion('clientMs')} ms and ${perMillion('serverMs')} ms for a million numbers in results. ` +
    `The server keeps ${sizes.map(size => `${digits(keptOf(size) / 1e9, 2)} GB for ${size} data sets`).join(' and ')}. ` +
    'The least time that the sweep can take, and what limits it there:\n\n' +
    '![The least time of the sweep against the number of machines](figures/queue-limits.svg)',
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
    y: { type: 'log', nice: true, label: '↑ minutes', tickFormat: decadeLabel, ticks, grid: true },
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

for (const [name, table] of Object.entries({
  'queue-measured': measured,
  'queue-simulated': ofSimulated,
  'queue-limits': limits,
}))
  writeFileSync(join(dirname(file), `${name}.json`), `${JSON.stringify(table, null, 2)}\n`)
mkdirSync(join(docs, 'figures'), { recursive: true })
writeFileSync(join(docs, 'figures', 'queue-limits.svg'), figure())
