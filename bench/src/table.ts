/** The rows as text: one block per case, fastest first. */
import type { Judgement } from './bars.ts'
import type { Machine } from './machine.ts'
import type { Row } from './measure.ts'
import type { Roofline } from './roofline/roofline.ts'

export const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))

export const percent = (share: number): string => `${Math.round(100 * share)}%`

export const columns = (lines: readonly (readonly string[])[]): string => {
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

const units: Partial<Record<string, string>> = {
  elementwise: 'Gop/s',
  'step-limit': 'G preact./s',
  own: 'Gop/s',
}

/** The row that the others are compared with: ours, or the first of a user's case. */
export const baselineOf = (rows: readonly Row[]): Row => rows.find(row => row.impl === 'multiview') ?? rows[0]

export const caseText = (rows: readonly Row[]): string => {
  const base = baselineOf(rows)
  const name = base.impl === 'multiview' ? 'ours' : base.impl
  const unit = units[rows[0].suite] ?? 'GFLOP/s'
  const bounded = rows.some(row => row.roofline !== undefined)
  const header = ['', 'threads', 'median ms', 'min', 'max', 'runs', unit, `speed / ${name}`, 'by best runs']
  if (bounded) header.push('of roofline')
  const lines = [...rows]
    .sort((x, y) => x.medianMs - y.medianMs)
    .map(row => [
      `  ${row.impl} ${row.version}`.trimEnd(),
      `${row.threads}`,
      number(row.medianMs),
      number(row.minMs),
      number(row.maxMs),
      `${row.runs}`,
      number(row.gflops),
      (base.medianMs / row.medianMs).toFixed(2),
      (base.minMs / row.minMs).toFixed(2),
      ...(bounded ? [row.roofline === undefined ? '' : percent(row.roofline)] : []),
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

export const bytesText = (bytes: number): string =>
  bytes < 2 ** 20 ? `${bytes / 2 ** 10} KiB` : `${bytes / 2 ** 20} MiB`

export const rooflineText = ({ peak, bandwidth }: Roofline): string =>
  `Roofline of one thread: multiply and add ${number(peak.float64)} f64, ${number(peak.float32)} f32 GFLOP/s\n${columns(
    [
      ['  arrays together', 'in', 'a + b, GB/s', 'reading, GB/s'],
      ...bandwidth.map(({ bytes, level, add, read }) => [
        `  ${bytesText(bytes)}`,
        level,
        number(add),
        number(read),
      ]),
    ],
  )}`
