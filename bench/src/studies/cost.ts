/**
 * What a teacher and a student of regime `theorems` cost against k and m: CPU seconds, steps, and
 * memory beyond that of the empty process. Each runs in its own process.
 *
 *     node bench/dist/studies/cost.js FILE [CLASSES [NEURONS]]
 *
 * CLASSES, such as 20,50,100, are measured with the regime's neurons, and NEURONS, such as 30,60,
 * at the first number of classes. The study says which pair it measures, and writes a table for
 * scripts/docs-table.mjs to FILE after each. If FILE exists, its pairs are not measured again.
 */

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  type DistillationSettings,
  distillReducedModel,
  regimeAt,
  type Settings,
  trainReducedModel,
} from '@multiview/network'
import { log } from '@multiview/tensor/math'
import { countedBytes, largestClasses } from './memory-count.ts'

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

const inProcess = (classes: number, neurons: number): Measured =>
  JSON.parse(
    execFileSync(process.execPath, [fileURLToPath(import.meta.url), '--cell', `${classes}`, `${neurons}`], {
      encoding: 'utf8',
    }),
  )

interface Cell extends Measured {
  readonly k: number
  readonly m: number
}
const who = ['teacher', 'student'] as const
const what = ['seconds', 'steps', 'bytes'] as const
const shown = {
  seconds: (x: number) => x.toFixed(1),
  steps: String,
  bytes: (x: number) => (x / 2 ** 20).toFixed(0),
}

/** A row of exponents, or none if there are fewer than two cells. */
const exponents = (name: string, cells: readonly Cell[], x: (cell: Cell) => number): string[][] =>
  cells.length < 2
    ? []
    : [
        [
          name,
          '',
          ...who.flatMap(one =>
            what.map(each =>
              exponent(
                cells.map(x),
                cells.map(cell => cell[one][each]),
              ).toFixed(2),
            ),
          ),
        ],
      ]

const inMiB = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`

/** What the arrays of the code add up to, beside what was measured, and the largest k. */
const ofMemory = (cells: readonly Cell[], usual: number): string => {
  const { k, student } = cells.filter(({ m }) => m === usual).reduce((a, b) => (b.k > a.k ? b : a))
  const { blocks, history, pairs, total } = countedBytes(k, usual)
  const [byMemory, byAddress] = largestClasses(usual)
  return (
    `The large arrays of a student of k = ${k} add up to ${inMiB(total)} at most, counted from the code: ${inMiB(blocks)} ` +
    `for the neurons of each class on the patches with its features, ${inMiB(history)} for the history of the ` +
    `outputs, both proportional to k, and ${inMiB(pairs)} for the pairs of a class and a feature, which grow as ` +
    `k². It was measured to take ${inMiB(student.bytes)}, with the runtime itself and what it has not yet freed. By this count ` +
    `24 GiB hold k = ${byMemory}; the neurons of all classes lie in one WebAssembly memory of 4 GiB, which holds ` +
    `them up to k = ${byAddress}. So the largest k is about ${Math.min(byMemory, byAddress)}:`
  )
}

const tableOf = (cells: readonly Cell[], usual: number, firstClasses: number) => {
  const overK = cells.filter(({ m }) => m === usual)
  const isOfDefinition = ({ k }: Cell) => regimeAt('theorems', k).trainingDraw === 'independent'
  const byClasses = ({ k }: Cell) => k
  return {
    caption: ofMemory(cells, usual),
    head: ['k', 'm', ...who.flatMap(one => [`${one}: CPU s`, 'steps', 'MiB'])],
    rows: [
      ...cells.map(cell => [
        `${cell.k}`,
        `${cell.m}`,
        ...who.flatMap(one => what.map(each => shown[each](cell[one][each]))),
      ]),
      // The formula of the regime has other data from some k on.
      ...exponents(
        'exponent in k, even data',
        overK.filter(cell => !isOfDefinition(cell)),
        byClasses,
      ),
      ...exponents('exponent in k, weights of Definition 1', overK.filter(isOfDefinition), byClasses),
      ...exponents(
        'exponent in m',
        cells.filter(({ k }) => k === firstClasses),
        ({ m }) => m,
      ),
    ],
  }
}

const study = (file: string, classes: readonly number[], neurons: readonly number[]): void => {
  const { neurons: usual } = regimeAt('theorems', classes[0])
  const pairs = [
    ...classes.map(k => ({ k, m: usual })),
    ...neurons.filter(m => m !== usual).map(m => ({ k: classes[0], m })),
  ]
  const earlier: Cell[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).cells : []
  const cells: Cell[] = []
  pairs.forEach(({ k, m }, at) => {
    const found = earlier.find(cell => cell.k === k && cell.m === m)
    const place = `${at + 1} of ${pairs.length}: k = ${k}, m = ${m}`
    if (found === undefined) console.error(`${place} …`)
    const cell = found ?? { k, m, ...inProcess(k, m) }
    console.log(`${place}: ${JSON.stringify({ teacher: cell.teacher, student: cell.student })}`)
    cells.push(cell)
    const left = earlier.filter(each => !cells.some(({ k, m }) => k === each.k && m === each.m))
    writeFileSync(
      file,
      `${JSON.stringify({ ...tableOf(cells, usual, classes[0]), cells: [...cells, ...left] }, null, 2)}\n`,
    )
  })
}

const numbers = (text: string): number[] => text.split(',').map(Number)
const [first = 'cost.json', second = '20,50,100,200', third = '30,60'] = process.argv.slice(2)
if (first === '--cell') process.stdout.write(JSON.stringify(measure(Number(second), Number(third))))
else study(first, numbers(second), numbers(third))
