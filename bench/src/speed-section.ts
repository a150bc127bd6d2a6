/** The tables of docs/speed.md and the lines of the README on speed, from a run. */
import { wrapped } from '../../docs-tools/wrapped.mjs'
import { isJavaScript, judge } from './bars.ts'
import { wasBusy } from './machine.ts'
import type { Row } from './measure.ts'
import type { Run } from './run-file.ts'
import { machineText, number, percent } from './table.ts'

const table = (header: readonly string[], lines: readonly (readonly string[])[]): string =>
  [header, header.map((_, i) => (i === 0 ? '---' : '--:')), ...lines]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n')

const UNITS: Record<string, string> = {
  programs: 'Programs as a user writes them, ms (median)',
  own: 'Own cases, ms (median)',
  gemm: 'Matrix products, GFLOP/s (median)',
  conv: 'Convolutions of 3 × 3 windows, 32 planes of 32 × 32, GFLOP/s (median)',
  pool: 'Pools of 512 planes of 32 × 32, window/step, ms (median)',
  loops: 'Loops, optimizers and ensembles: by hand, and compiled whole, ms (median)',
  elementwise: 'Elementwise and sum of 10⁶, 10⁹ results/s (median)',
  linalg: 'Linear algebra of square matrices, ms (median)',
  'step-dense': 'A training step of the dense network, ms (median; with threads the best run too)',
  'step-limit': 'A training step of the limit model, ms (median)',
}

/** A shared host may delay a thread at any time. The best run shows what threads can do. */
const textOf = (row: Row, inMs: boolean): string =>
  inMs && row.impl === 'multiview-threads'
    ? `${number(row.medianMs)} (best of ${row.runs}: ${number(row.minMs)})`
    : number(inMs ? row.medianMs : row.gflops)

/**
 * One row per case, one column per library. The fastest JavaScript or WebAssembly library is bold.
 */
const suiteTable = (rows: readonly Row[]): string => {
  const inMs = /^(programs|loops|own|linalg|pool|step)/.test(rows[0].suite)
  const impls = [...new Set(rows.map(row => row.impl))]
  const cases = [...new Set(rows.map(row => row.case))]
  const lines = cases.map(name => {
    const ofCase = rows.filter(row => row.case === name)
    const here = ofCase.filter(row => row.impl === 'numpy-ts' || !row.impl.startsWith('numpy'))
    const best = here.length === 0 ? undefined : here.reduce((x, y) => (x.medianMs <= y.medianMs ? x : y))
    return [
      name,
      ...impls.map(impl => {
        const row = ofCase.find(row => row.impl === impl)
        if (row === undefined) return ''
        const text = textOf(row, inMs)
        return row === best ? `**${text}**` : text
      }),
    ]
  })
  return titled(UNITS[rows[0].suite], ['', ...impls], lines)
}

/** A table with more rows than this is collapsed under its title. */
const mostRowsOpen = 6

const titled = (title: string, header: readonly string[], lines: readonly (readonly string[])[]): string =>
  lines.length <= mostRowsOpen
    ? `${title}\n\n${table(header, lines)}`
    : `<details><summary>${title}</summary>\n\n${table(header, lines)}\n\n</details>`

/** The text between the marks of the page, for a run. */
export const speedSection = ({ machine, startUpMs, rows }: Run): string => {
  const shared = wasBusy(machine)
    ? ` **In the minute before, other work was running (load ${machine.loadBefore} on ${machine.cores} cores). If it went on, these figures say little.**`
    : ''
  const bars = [
    ...judge(rows).map(({ what, value, bar, met }) => [what, `${value}`, bar, met ? 'met' : 'not met']),
    [
      'start-up: emit, compile, first call, ms',
      `${startUpMs}`,
      'less than 30',
      startUpMs < 30 ? 'met' : 'not met',
    ],
  ]
  const suites = [...new Set(rows.map(row => row.suite))]
  return [
    wrapped(`${machineText(machine)}.${shared}`),
    '[The report of this run](bench-report.html) has figures.',
    titled(
      `${bars.filter(bar => bar[3] === 'met').length} of ${bars.length} ratios with a bar meet it`,
      ['ratio of medians', 'measured', 'asked', ''],
      bars,
    ),
    ...suites.map(suite => suiteTable(rows.filter(row => row.suite === suite))),
  ].join('\n\n')
}

/**
 * The sentences of the README on speed. A sentence is left out if the run lacks its cases; without
 * any sentence the result is null.
 */
export const speedLines = ({ rows }: Run): string | null => {
  const ofCase = (suite: string, name: string) => rows.filter(row => row.suite === suite && row.case === name)
  const times = (ratio: number) => Number(ratio.toPrecision(2))
  /** The speed of a row of ours as a multiple of the speed of the fastest of the other rows. */
  const over = (list: readonly Row[], ours: string, isOther: (row: Row) => boolean) => {
    const own = list.find(({ impl }) => impl === ours)
    const others = list.filter(isOther).map(({ medianMs }) => medianMs)
    return own && others.length > 0 ? times(Math.min(...others) / own.medianMs) : undefined
  }
  const isNumpy = ({ impl }: Row): boolean => impl === 'numpy'
  const product = ofCase('gemm', '512 f64 NN')
  const share = product.find(({ impl }) => impl === 'multiview')?.roofline
  const [byPeers, byNumpy] = [isJavaScript, isNumpy].map(other => over(product, 'multiview', other))
  const [double, single] = ['f64', 'f32'].map(type =>
    over(ofCase('programs', `MLP step 784-256-10 ${type}`), 'multiview-jit', isJavaScript),
  )
  const step = over(ofCase('step-dense', 'M f64'), 'multiview', isNumpy)
  const text = [
    share !== undefined && byPeers !== undefined && byNumpy !== undefined
      ? `On one thread, a float64 matrix product of size 512 reaches ${percent(share)} of what the machine can ` +
        `multiply and add in 128-bit vectors: ${byPeers} times the speed of the fastest other JavaScript library, ` +
        `and ${byNumpy} times that of NumPy.`
      : '',
    double !== undefined && single !== undefined
      ? `A compiled training step of a perceptron runs at ${double} (float64) and ${single} (float32) times the ` +
        'speed of that in the fastest other JavaScript library.'
      : '',
    step !== undefined
      ? `A training step of the paper's network takes ${times(1 / step)} times as long as in NumPy.`
      : '',
  ].filter(sentence => sentence !== '')
  return text.length === 0 ? null : wrapped(text.join(' '))
}
