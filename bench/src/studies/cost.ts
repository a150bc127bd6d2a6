/**
 * What a teacher and a student of regime `theorems` cost against k and m: CPU seconds, steps, and
 * memory beyond that of the empty process. Each runs in its own process.
 *
 *     node bench/dist/studies/cost.js FILE [CLASSES [NEURONS]]
 *
 * CLASSES, such as 20,50,100, are measured with the regime's neurons, and NEURONS, such as 30,60,
 * at the first number of classes. The study writes a table for scripts/docs-table.mjs to FILE.
 */

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  type DistillationSettings,
  distillReducedModel,
  regimeAt,
  type Settings,
  trainReducedModel,
} from '@multiview/network'
import { log, pow } from '@multiview/tensor/math'

interface Cost {
  readonly seconds: number
  readonly steps: number
  readonly bytes: number
}
type Measured = { readonly [Who in 'teacher' | 'student']: Cost }

/**
 * Teachers of a student. More teachers do not change the cost of the student, but each must be
 * trained.
 */
const teachers = 4
/** Memory of the machine for the largest run, in bytes. */
const available = 24 * 2 ** 30

const measure = (classes: number, neurons: number): Measured => {
  const settings = { ...regimeAt('theorems', classes), neurons } as Settings & DistillationSettings
  const names = (initialization: string) => ({ seed: 1, dataset: '0', initialization })
  const atStart = process.resourceUsage().maxRSS
  const costOf = <R extends { readonly steps: number }>(run: () => R): { run: R; cost: Cost } => {
    const begun = process.cpuUsage()
    const made = run()
    const { user, system } = process.cpuUsage(begun)
    const bytes = (process.resourceUsage().maxRSS - atStart) * 1024
    return { run: made, cost: { seconds: (user + system) / 1e6, steps: made.steps, bytes } }
  }
  const first = costOf(() => trainReducedModel(settings, names('0/0')))
  const outputs = Float64Array.from(first.run.outputs)
  for (let j = 1; j < teachers; j++)
    trainReducedModel(settings, names(`0/${j}`)).outputs.forEach((output, at) => {
      outputs[at] += output
    })
  const student = costOf(() =>
    distillReducedModel(
      settings,
      names('student'),
      outputs.map(sum => sum / teachers),
      { afterTraining: false, duration: 1, moments: 1 },
    ),
  )
  return { teacher: first.cost, student: student.cost }
}

/** The slope of log y against log x by least squares. */
const exponent = (x: readonly number[], y: readonly number[]): number => {
  const [u, v] = [x, y].map(values => values.map(value => log(value)))
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const [mu, mv] = [mean(u), mean(v)]
  const [num, den] = u.reduce(
    ([n, d], value, at) => [n + (value - mu) * (v[at] - mv), d + (value - mu) ** 2],
    [0, 0],
  )
  return num / den
}

/** The largest k that fits in memory, by a power law through the last two values of k. */
const largest = (of: readonly { readonly k: number; readonly bytes: number }[]): string => {
  const [one, two] = of.slice(-2)
  const power = two === undefined ? 0 : exponent([one.k, two.k], [one.bytes, two.bytes])
  if (power < 1)
    return 'The memory of a student still grows slower than k, so that these k do not say how many fit in 24 GiB:'
  const most = Number((two.k * pow(available / two.bytes, 1 / power)).toPrecision(2))
  return `The memory of a student grows as k^${power.toFixed(2)} at the end: 24 GiB hold about k = ${most}:`
}

const inProcess = (classes: number, neurons: number): Measured =>
  JSON.parse(
    execFileSync(process.execPath, [fileURLToPath(import.meta.url), '--cell', `${classes}`, `${neurons}`], {
      encoding: 'utf8',
    }),
  )

const study = (file: string, classes: readonly number[], neurons: readonly number[]): void => {
  const { neurons: usual } = regimeAt('theorems', classes[0])
  const cells = [
    ...classes.map(k => ({ k, m: usual })),
    ...neurons.filter(m => m !== usual).map(m => ({ k: classes[0], m })),
  ].map(cell => {
    const cost = inProcess(cell.k, cell.m)
    console.log(JSON.stringify({ ...cell, ...cost }))
    return { ...cell, ...cost }
  })
  const who = ['teacher', 'student'] as const
  const what = ['seconds', 'steps', 'bytes'] as const
  const shown = {
    seconds: (x: number) => x.toFixed(1),
    steps: String,
    bytes: (x: number) => (x / 2 ** 20).toFixed(0),
  }
  const rows = cells.map(cell => [
    `${cell.k}`,
    `${cell.m}`,
    ...who.flatMap(one => what.map(each => shown[each](cell[one][each]))),
  ])
  const slopes = (of: typeof cells, x: (cell: (typeof cells)[number]) => number): string[] =>
    who.flatMap(one =>
      what.map(each =>
        of.length < 2
          ? ''
          : exponent(
              of.map(x),
              of.map(cell => cell[one][each]),
            ).toFixed(2),
      ),
    )
  const overK = cells.filter(({ m }) => m === usual)
  const overM = cells.filter(({ k }) => k === classes[0])
  const fitted = [
    ['exponent in k', '', ...slopes(overK, ({ k }) => k)],
    ['exponent in m', '', ...slopes(overM, ({ m }) => m)],
  ]
  const caption = largest(overK.map(({ k, student }) => ({ k, bytes: student.bytes })))
  const head = ['k', 'm', ...who.flatMap(one => [`${one}: CPU s`, 'steps', 'MiB'])]
  writeFileSync(file, `${JSON.stringify({ caption, head, rows: [...rows, ...fitted] }, null, 2)}\n`)
}

const numbers = (text: string): number[] => text.split(',').map(Number)
const [first = 'cost.json', second = '20,50,100,200', third = '30,60'] = process.argv.slice(2)
if (first === '--cell') process.stdout.write(JSON.stringify(measure(Number(second), Number(third))))
else study(first, numbers(second), numbers(third))
