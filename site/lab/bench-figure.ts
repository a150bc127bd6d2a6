/** The bench of the lab: a button, and bars of what the worker measures. */

import type { BenchFound, BenchMachine, BenchRow, Way } from './bench.ts'
import { html, svg } from './dom.ts'
import { figureTools } from './figure.ts'
import { isNarrow, percent, words } from './views.ts'

/** Names and colours of the ways. */
const shownWays: Readonly<Record<Way, readonly [string, string]>> = {
  plain: ['plain loops', 'var(--bar)'],
  wasm: ['WebAssembly', 'var(--view-1)'],
  compiled: ['compiled', 'var(--law)'],
  relaxed: ['relaxed SIMD', 'var(--view-2)'],
}

const shareOf = ({ ms, boundMs }: BenchRow): number | null => (boundMs === null ? null : boundMs / ms)

const digits = (value: number): string => String(Number(value.toPrecision(2)))

/** How many times as fast as plain loops a row is, in the same case. */
const gain = (row: BenchRow, rows: readonly BenchRow[]): number | null => {
  const plain = rows.find(({ name, way }) => name === row.name && way === 'plain')
  return plain === undefined ? null : plain.ms / row.ms
}

/** A bar for each row, in groups of one case: the share of the roofline, or of the fastest way. */
const draw = (rows: readonly BenchRow[]): SVGSVGElement => {
  const width = isNarrow() ? 340 : 640
  const left = 96
  const full = width - left - (isNarrow() ? 100 : 170)
  const barHeight = 14
  const picture = svg('svg', { width, role: 'img', 'aria-label': 'Kernels as shares of the roofline' })
  let y = 0
  const names = [...new Set(rows.map(({ name }) => name))]
  for (const name of names) {
    picture.append(words(0, y + 14, name, { size: 12, bold: true }))
    y += 22
    const group = rows.filter(row => row.name === name)
    const fastest = Math.min(...group.map(({ ms }) => ms))
    for (const row of group) {
      const share = shareOf(row)
      const [title, fill] = shownWays[row.way]
      const long = Math.min(1, share ?? fastest / row.ms) * full
      const times = gain(row, rows)
      picture.append(
        words(left - 8, y + 11, title, { anchor: 'end', size: 12 }),
        svg('rect', { x: left, y, width: full, height: barHeight, rx: 2, fill: 'var(--soft)' }),
        svg('rect', { x: left, y, width: Math.max(1, long), height: barHeight, rx: 2, fill }),
        words(
          left + full + 8,
          y + 11,
          `${share === null ? '' : `${percent(Number(share.toPrecision(2)))}, `}${digits(row.ms)} ms${isNarrow() || row.way === 'plain' || times === null ? '' : `, ${digits(times)}×`}`,
          { size: 12, fill: 'var(--faint)' },
        ),
      )
      y += barHeight + 4
    }
    y += 12
  }
  picture.setAttribute('height', String(y))
  picture.setAttribute('viewBox', `0 0 ${width} ${y}`)
  return picture
}

const machineSentence = ({ roofline, relaxedPeak }: BenchMachine): string => {
  if (roofline === null)
    return 'This browser does not allow WebAssembly, so that its roofline cannot be measured and only plain loops run.'
  const { peak, bandwidth } = roofline
  const largest = bandwidth[bandwidth.length - 1]
  const fused =
    relaxedPeak === null
      ? 'It has no relaxed SIMD.'
      : `With relaxed SIMD it makes ${digits(relaxedPeak.float64)}·10⁹ and ${digits(relaxedPeak.float32)}·10⁹.`
  return `One core of this machine makes ${digits(peak.float64)}·10⁹ additions and multiplications a second in float64 and ${digits(peak.float32)}·10⁹ in float32, and moves ${digits(largest.add)}·10⁹ bytes from and to memory. ${fused}`
}

/**
 * @param place of the button and the progress
 * @param drawing place of the bars
 * @param result place of a sentence on the machine
 */
export const benchFigure = (
  figure: HTMLElement,
  place: HTMLElement,
  drawing: HTMLElement,
  result: HTMLElement,
): void => {
  let worker: Worker | null = null
  let rows: BenchRow[] = []
  const progress = html('progress', { max: 1, value: 0, 'aria-label': 'Progress of the bench', hidden: true })
  const said = html('span', { role: 'status', id: 'bench-status' })
  const button = html(
    'button',
    { type: 'button', id: 'bench-run', click: () => (worker === null ? start() : end('Stopped.')) },
    'Measure this machine',
  )
  place.append(button, progress, said)

  const show = (): void => {
    drawing.replaceChildren(...(rows.length === 0 ? [] : [draw(rows)]))
    refresh()
  }
  const end = (words: string): void => {
    worker?.terminate()
    worker = null
    button.textContent = 'Measure again'
    progress.hidden = true
    said.textContent = words
  }
  const take = ({ data }: MessageEvent<BenchFound>): void => {
    if (data.kind === 'progress') {
      progress.max = data.of
      progress.value = data.done
      said.textContent = `${data.done} of ${data.of} measured …`
    } else if (data.kind === 'machine') result.textContent = machineSentence(data)
    else if (data.kind === 'row') {
      rows = [...rows, data]
      show()
    } else end('Measured.')
  }
  const start = (): void => {
    rows = []
    result.textContent = ''
    show()
    worker = new Worker(new URL('bench-worker.js', import.meta.url), { type: 'module' })
    worker.onmessage = take
    worker.onerror = event => end(`It could not be measured: ${event.message}`)
    worker.postMessage(null)
    button.textContent = 'Stop'
    progress.hidden = false
    said.textContent = 'Measuring the roofline …'
  }
  const refresh = figureTools(figure, {
    name: 'bench',
    table: () => ({
      head: [
        'case',
        'how',
        'ms',
        'least ms on this machine',
        'share of the roofline',
        'times as fast as plain',
      ],
      rows: rows.map(row => [
        row.name,
        shownWays[row.way][0],
        row.ms,
        row.boundMs ?? '',
        shareOf(row) ?? '',
        gain(row, rows) ?? '',
      ]),
    }),
    drawing: () => drawing.querySelector('svg'),
  })
}
