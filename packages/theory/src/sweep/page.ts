/** A sweep as one HTML file, and as a table for a terminal. */

import { withVariables } from '../drawing/palette.ts'
import { inColumns } from '../files/columns.ts'
import { documentOf } from '../report/page/document.ts'
import { html, Markup } from '../report/page/escape.ts'
import { settingsTable } from '../report/page/settings-table.ts'
import { intervalInWords, valueInWords } from '../report/page/words.ts'
import { valueText } from './grid.ts'
import type { MeasuredExactly } from './measurement.ts'
import type { Finding, Sweep } from './sweep.ts'

/** No scripts, nothing fetched, the figure inside. */
export const sweepPage = (sweep: Sweep, figure: string | null): string => {
  const { over, measurements, cells, regime, preset, seed, models, version, settings } = sweep
  const facts: [string, string | number][] = [
    ...(regime === null ? [] : [['regime', regime] as [string, string]]),
    ...(preset === undefined ? [] : [['preset', preset] as [string, string]]),
    ...(over.some(axis => axis.name === 'seed') ? [] : [['seed', seed] as [string, number]]),
    ...(models === null ? [] : [['data sets per cell', [models].flat().join(', ')] as [string, string]]),
    ['version', version],
  ]
  return documentOf(
    'sweep',
    html`<h1>A sweep over ${over.map(axis => axis.name).join(' and ')}</h1>
<div class="facts">${facts.map(([name, value]) => html`<span>${name} <b>${value}</b></span>`)}</div>`,
    html`${figure === null ? null : html`<figure>${new Markup(withVariables(figure))}</figure>`}
<section class="prose">
<table>
<thead><tr>${over.map(axis => html`<th>${axis.name}</th>`)}${measurements.map(({ title }) => html`<th>${title}</th>`)}</tr></thead>
<tbody>
${cells.map(
  cell =>
    html`<tr>${over.map(axis => html`<td class="number">${valueText(cell.settings[axis.name])}</td>`)}${measurements.map(({ name }) => found(cell.measured[name]))}</tr>`,
)}
</tbody>
</table>
<details><summary>Settings of all cells</summary>${settingsTable(plain(settings))}</details>
</section>`,
  )
}

const found = (finding: Finding): Markup =>
  'failure' in finding
    ? html`<td>${finding.failure}</td>`
    : html`<td class="number">${valueInWords(finding.value)}<span class="interval">${intervalInWords(finding)}${exactInWords(finding)}${verdictInWords(finding)}</span></td>`

const verdictInWords = (finding: MeasuredExactly): string =>
  'verdict' in finding ? `; ${finding.verdict}` : ''

const exactInWords = ({ exact }: MeasuredExactly): string =>
  exact === undefined ? '' : `; of these networks ${digits(exact.low)} to ${digits(exact.high)}`

const digits = (value: number | null): string => (value === null ? '–' : String(Number(value.toPrecision(3))))

const plain = (settings: Sweep['settings']) =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
  )

/** Columns for a terminal, each as wide as its widest entry. */
export const sweepTable = ({ over, measurements, cells }: Sweep): string => {
  const rows = [
    [...over.map(axis => axis.name), ...measurements.map(({ name }) => name)],
    ...cells.map(cell => [
      ...over.map(axis => valueText(cell.settings[axis.name])),
      ...measurements.map(({ name }) => short(cell.measured[name])),
    ]),
  ]
  return inColumns(rows).join('\n')
}

const short = (finding: Finding): string => {
  if ('failure' in finding) return 'failed'
  const verdict = 'verdict' in finding ? ` ${finding.verdict}` : ''
  return `${digits(finding.value)} [${digits(finding.low)}, ${digits(finding.high)}]${verdict}`
}
