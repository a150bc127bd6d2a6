/** A run of the bench as one HTML file with its figures. It has no scripts and loads nothing. */
import { html, Markup, style, withVariables } from '@multiview/theory/page'
import { judge } from '../bars.ts'
import type { Change } from '../compare.ts'
import { wasBusy } from '../machine.ts'
import type { Row } from '../measure.ts'
import type { Run } from '../run-file.ts'
import { machineText, number, percent } from '../table.ts'
import { historyFigure, rooflineFigure, suiteFigure } from './figures.ts'

const figure = (svg: string, caption: string): Markup =>
  html`<figure>${new Markup(withVariables(svg))}<figcaption>${caption}</figcaption></figure>`

const table = (head: readonly string[], lines: readonly (readonly string[])[]): Markup =>
  html`<table><thead><tr>${head.map(cell => html`<th>${cell}</th>`)}</tr></thead><tbody>${lines.map(
    line =>
      html`<tr>${line.map((cell, i) => (i === 0 ? html`<td>${cell}</td>` : html`<td class="number">${cell}</td>`))}</tr>`,
  )}</tbody></table>`

const section = (title: string, ...parts: (Markup | string | null)[]): Markup =>
  html`<section class="prose"><h2>${title}</h2>${parts}</section>`

/** One row per case, one column per library: milliseconds, and our share of the roofline. */
const suiteTable = (rows: readonly Row[]): Markup => {
  const impls = [...new Set(rows.map(row => row.impl))]
  const cases = [...new Set(rows.map(row => row.case))]
  const bounded = rows.some(row => row.impl === 'multiview' && row.roofline !== undefined)
  return table(
    ['median ms', ...impls, ...(bounded ? ['ours, of roofline'] : [])],
    cases.map(name => {
      const ofCase = rows.filter(row => row.case === name)
      const share = ofCase.find(row => row.impl === 'multiview')?.roofline
      return [
        name,
        ...impls.map(impl => {
          const row = ofCase.find(each => each.impl === impl)
          return row === undefined ? '' : number(row.medianMs)
        }),
        ...(bounded ? [share === undefined ? '' : percent(share)] : []),
      ]
    }),
  )
}

const changesSection = (changes: readonly Change[]): Markup =>
  section(
    'Compared with an earlier run',
    html`<p>A case counts as faster or slower if its median changed by more than 5%, the samples of the
two runs do not overlap, and both runs have at least three samples.</p>`,
    table(
      ['case', 'library', 'before, ms', 'after, ms', 'speed', ''],
      changes.map(({ case: name, impl, beforeMs, afterMs, speed, verdict }) => [
        name,
        impl,
        number(beforeMs),
        number(afterMs),
        speed.toFixed(2),
        verdict,
      ]),
    ),
  )

/**
 * `history` has the saved runs, with or without this one. `changes` are those since an earlier run.
 */
export const benchPage = (run: Run, history: readonly Run[] = [], changes?: readonly Change[]): string => {
  const { machine, rows, roofline } = run
  const bars = judge(rows)
  const past = historyFigure(history)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>multiview: bench</title>
<style>${new Markup(style)} .prose { overflow-x: auto; }</style>
</head>
<body>
<main>
<header>
<p class="kicker">multiview · bench</p>
<h1>Our kernels beside other libraries</h1>
<p class="facts">${machineText(machine)}</p>
${wasBusy(machine) ? html`<p class="reason">In the minute before, other work was running on the machine. If it went on, these figures say little.</p>` : null}
</header>
${
  roofline
    ? section(
        'The machine',
        html`<p>One thread multiplies and adds ${number(roofline.peak.float64)} (float64) and
${number(roofline.peak.float32)} (float32) times 10⁹ per second in 128-bit vectors. No product is faster
than that. No loop over memory is faster than the line below at the size of its arrays.</p>`,
        figure(rooflineFigure(roofline), 'Bandwidth of one thread, in 10⁹ bytes per second.'),
      )
    : null
}
${
  bars.length === 0
    ? null
    : section(
        'Bars',
        html`<p>${bars.filter(({ met }) => met).length} of ${bars.length} are met.</p>`,
        table(
          ['ratio of medians', 'measured', 'asked', ''],
          bars.map(({ what, value, bar, met }) => [what, `${value}`, bar, met ? 'met' : 'not met']),
        ),
      )
}
${changes === undefined ? null : changesSection(changes)}
${past === null ? null : section('Earlier runs', figure(past, 'The runs kept of this processor.'))}
${[...new Set(rows.map(row => row.suite))].map(suite => {
  const ofSuite = rows.filter(row => row.suite === suite)
  return section(
    suite,
    figure(
      suiteFigure(ofSuite),
      'Speed as a multiple of ours: blue are ours, orange JavaScript libraries, grey NumPy. Right is faster.',
    ),
    suiteTable(ofSuite),
  )
})}
</main>
</body>
</html>
`.text
}
