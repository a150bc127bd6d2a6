/** The rows as text: one block a case, fastest first. */
import type { Judgement } from './bars.ts'
import type { Machine } from './machine.ts'
import type { Row } from './measure.ts'

const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))

const columns = (lines: readonly (readonly string[])[]): string => {
  const widths = lines[0].map((_, i) => Math.max(...lines.map(line => line[i].length)))
  return lines
    .map(line =>
      line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
    )
    .join('\n')
}

export const machineText = (on: Machine): string =>
  `${on.cpu}, ${on.cores} cores, ${on.memoryGiB} GiB, ${on.platform}, Node ${on.node} (V8 ${on.v8}), ` +
  `kernels ${on.kernels}, load before ${on.loadBefore}, ${on.date}`

export const caseText = (rows: readonly Row[]): string => {
  const ours = rows.find(row => row.impl === 'multiview')
  const unit = { elementwise: 'Gop/s', 'step-limit': 'G preact./s' }[rows[0].suite] ?? 'GFLOP/s'
  const header = ['', 'threads', 'median ms', 'min', 'max', 'runs', unit, 'speed / ours', 'by best runs']
  const lines = [...rows]
    .sort((x, y) => x.medianMs - y.medianMs)
    .map(row => [
      `  ${row.impl} ${row.version}`,
      `${row.threads}`,
      number(row.medianMs),
      number(row.minMs),
      number(row.maxMs),
      `${row.runs}`,
      number(row.gflops),
      ours === undefined ? '' : (ours.medianMs / row.medianMs).toFixed(2),
      ours === undefined ? '' : (ours.minMs / row.minMs).toFixed(2),
    ])
  return `\n${rows[0].suite}  ${rows[0].case}\n${columns([header, ...lines])}`
}

export const barsText = (judgements: readonly Judgement[]): string =>
  judgements.length === 0
    ? ''
    : `\nBars\n${columns(
        judgements.map(({ what, value, bar, met }) => [
          `  ${what}`,
          `${value}`,
          bar,
          met ? 'met' : 'NOT met',
        ]),
      )}`
