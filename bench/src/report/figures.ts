/** The figures of the bench's page. */
import { decadeLabel, decades, draw, drawable, figureWidth, light } from '@multiview/theory/page'
import * as Plot from '@observablehq/plot'
import { isJavaScript } from '../bars.ts'
import type { Row } from '../measure.ts'
import type { Roofline } from '../roofline/roofline.ts'
import type { Run } from '../run-file.ts'
import { baselineOf, bytesText } from '../table.ts'

/** Bandwidth by the size of the arrays. */
export const rooflineFigure = ({ bandwidth }: Roofline): string => {
  const rows = bandwidth.flatMap(({ bytes, add, read }) => [
    { bytes, value: read, kind: 'reading' },
    { bytes, value: add, kind: 'a + b' },
  ])
  const color = (kind: string) => (kind === 'reading' ? light.blue : light.orange)
  const last = rows.slice(-2)
  return draw('Memory bandwidth by the size of the arrays', {
    height: 260,
    marginRight: 60,
    x: {
      type: 'log',
      base: 2,
      label: 'arrays together →',
      ticks: bandwidth.map(({ bytes }) => bytes).filter((_, i) => i % 2 === 0),
      tickFormat: bytesText,
    },
    y: { label: '↑ GB/s', zero: true, grid: true },
    marks: [
      ...['reading', 'a + b'].map(kind =>
        Plot.line(
          rows.filter(row => row.kind === kind),
          { x: 'bytes', y: 'value', stroke: color(kind), strokeWidth: 2, marker: 'circle' },
        ),
      ),
      Plot.text(last, {
        x: 'bytes',
        y: 'value',
        text: 'kind',
        textAnchor: 'start',
        dx: 8,
        fill: (row: { kind: string }) => color(row.kind),
      }),
    ],
  })
}

interface Dot {
  readonly name: string
  readonly speed: number
  readonly color: string
  readonly title: string
}

/** The speed of each library as a multiple of ours, one line per case. */
export const suiteFigure = (rows: readonly Row[]): string => {
  const cases = [...new Set(rows.map(row => row.case))]
  const dots = cases.flatMap(name => {
    const ofCase = rows.filter(row => row.case === name)
    const base = baselineOf(ofCase)
    return ofCase.map(
      (row): Dot => ({
        name: drawable(name),
        speed: base.medianMs / row.medianMs,
        color: row.impl.startsWith('multiview') ? light.blue : isJavaScript(row) ? light.orange : light.muted,
        title: `${row.impl}: ${row.medianMs} ms`,
      }),
    )
  })
  const speeds = dots.map(({ speed }) => speed)
  const range = [0.8 * Math.min(...speeds), 1.25 * Math.max(...speeds)]
  const ticks = decades(range[0], range[1])
  return draw('Speed of each library as a multiple of ours', {
    height: 60 + 20 * cases.length,
    marginLeft: Math.min(figureWidth / 2, 20 + 7 * Math.max(...cases.map(name => name.length))),
    x: {
      type: 'log',
      domain: range,
      label: 'speed / ours →',
      grid: true,
      ticks: ticks.length > 0 ? ticks : [1],
      tickFormat: decadeLabel,
    },
    y: { domain: cases.map(drawable), label: null, tickSize: 0 },
    marks: [
      Plot.ruleX([1], { stroke: light.blue, strokeDasharray: '4 3' }),
      Plot.dot(dots, { x: 'speed', y: 'name', r: 4, fill: 'color', fillOpacity: 0.75, title: 'title' }),
    ],
  })
}

/**
 * How the speed of our rows changed over the saved runs of one processor. Null for fewer than two
 * runs.
 */
export const historyFigure = (runs: readonly Run[]): string | null => {
  const last = runs.at(-1)
  const same = runs.filter(run => run.machine.cpu === last?.machine.cpu)
  if (same.length < 2) return null
  const first = new Map<string, number>()
  const points = same.flatMap(({ rows }, at) => {
    const bySuite = new Map<string, number[]>()
    for (const { suite, case: name, impl, medianMs } of rows) {
      if (!impl.startsWith('multiview')) continue
      const key = JSON.stringify([suite, name, impl])
      if (!first.has(key)) first.set(key, medianMs)
      bySuite.set(suite, [...(bySuite.get(suite) ?? []), first.get(key)! / medianMs])
    }
    return [...bySuite].map(([suite, speeds]) => ({
      at,
      suite,
      speed: speeds.sort((x, y) => x - y)[speeds.length >> 1],
    }))
  })
  const suites = [...new Set(points.map(({ suite }) => suite))]
  return draw('Speed of our rows over the runs kept', {
    height: 260,
    marginRight: 90,
    x: {
      domain: [0, same.length - 1],
      label: 'run →',
      ticks: same.map((_, at) => at).filter(at => at % Math.ceil(same.length / 4) === 0),
      tickFormat: (at: number) => same[at].machine.date.slice(0, 10),
    },
    y: { label: '↑ speed / first run (median of the cases)', zero: true, grid: true },
    marks: suites.flatMap((suite, i) => {
      const line = points.filter(point => point.suite === suite)
      const stroke = [light.blue, light.orange, light.bandEdge, light.muted][i % 4]
      return [
        Plot.line(line, { x: 'at', y: 'speed', stroke, strokeWidth: 2, marker: 'circle' }),
        Plot.text(line.slice(-1), {
          x: 'at',
          y: 'speed',
          text: 'suite',
          textAnchor: 'start',
          dx: 8,
          fill: stroke,
        }),
      ]
    }),
  })
}
