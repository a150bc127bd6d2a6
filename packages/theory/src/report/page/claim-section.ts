import type { ClaimPage } from '../../claims/claim.ts'
import type { Figure } from '../../drawing/figure.ts'
import { withVariables } from '../../drawing/palette.ts'
import type { ReportClaim } from '../../schema/types.ts'
import type { Drawn } from '../figures/index.ts'
import { html, Markup, withScripts } from './escape.ts'
import { settingsTable } from './settings-table.ts'
import {
  boundInWords,
  conditionInWords,
  evidenceInWords,
  intervalInWords,
  intervalOfCondition,
  valueInWords,
} from './words.ts'

/** A verdict as a coloured word. */
export function verdictBadge(verdict: ReportClaim['verdict'] | ReportClaim['control']['verdict']): Markup {
  return html`<span class="verdict ${verdict.replaceAll(' ', '-')}">${verdict}</span>`
}

/** The figures of a claim, and what its page says besides the numbers of the report. */
export interface ClaimView extends Drawn {
  /** undefined for a claim that is not known. */
  readonly page: ClaimPage | undefined
  /** Whether it is one of our claims, and not one of the user. */
  readonly isOurs: boolean
}

/** Everything the report says of one claim, with its figures. */
export function claimSection(claim: ReportClaim, view: ClaimView): Markup {
  const { measured, bound, control } = claim
  const explanation = view.page?.explanation
  const isOneSided = bound.low === null || bound.high === null
  return html`
<section class="claim" id="${claim.id}">
<header><h2>${withScripts(claim.title)}</h2>${verdictBadge(claim.verdict)}</header>
${claim.reason === null ? null : html`<p class="reason"><b>Why it ${claim.verdict === 'fails' ? 'fails' : 'is inconclusive'}.</b> ${withScripts(claim.reason)}</p>`}
<p class="statement">${withScripts(claim.statement)}</p>
<p class="source">${claim.source}</p>
${explanation === undefined ? null : html`<h3>Why it should be so</h3><p>${withScripts(explanation.why)}</p>`}
<h3>What was measured${explanation === undefined ? null : html`: <span class="quantity">${explanation.quantity}</span>`}</h3>
<dl>
<dt>Measured</dt><dd class="number"><b>${valueInWords(measured.value)}</b>, ${intervalInWords(measured)} <span class="interval">${withScripts(evidenceInWords(measured, isOneSided))}</span></dd>
<dt>Expected at this size</dt><dd class="number">${claim.predicted === null ? 'no prediction' : valueInWords(claim.predicted)}</dd>
<dt>Bound</dt><dd class="number">${boundInWords(bound)} <span class="interval">${claim.boundSource === 'theorem' ? "the theorem's own" : 'chosen by us before the run'}</span></dd>
</dl>
${departuresList(view.page?.departures?.(claim.setting) ?? [])}
${view.figures.map(figureBlock)}
${conditionsTable(claim)}
${checksTable(claim)}
${alsoMeasured(claim, view)}
<div class="control"><h3>The control: what is removed ${verdictBadge(control.verdict)}</h3>
<p>${withScripts(control.statement)}</p>
<p class="number">Measured <b>${valueInWords(control.measured.value)}</b>, ${intervalInWords(control.measured)} <span class="interval">${withScripts(evidenceInWords(control.measured, isOneSided))}</span></p></div>
<details><summary>Setting of this claim${claim.regime === null ? null : html` (regime ${claim.regime})`}</summary>${settingsTable(claim.setting, view.page?.settingLabels)}</details>
</section>`
}

/** A series of one point is a number, not a figure, unless a figure shows it. */
function alsoMeasured({ series }: ReportClaim, { shows }: ClaimView): Markup | null {
  const numbers = series.filter(({ role, x, value }) => x.length === 1 && value[0] !== null && !shows(role))
  if (numbers.length === 0) return null
  return html`
<h3>Also measured</h3>
<table><tbody>
${numbers.map(({ name, value }) => html`<tr><td>${withScripts(name)}</td><td class="number">${valueInWords(value[0])}</td></tr>`)}
</tbody></table>`
}

function departuresList(departures: readonly string[]): Markup | null {
  if (departures.length === 0) return null
  return html`
<h3>Where this departs from the paper</h3>
<ul>${departures.map(each => html`<li>${withScripts(each)}</li>`)}</ul>`
}

function figureBlock(figure: Figure): Markup {
  return html`<figure>${new Markup(withVariables(figure.svg))}<figcaption><b>${figure.title}${figure.title.endsWith('?') ? '' : '.'}</b> ${figure.caption}</figcaption></figure>`
}

function conditionsTable({ conditions }: ReportClaim): Markup | null {
  if (conditions.length === 0) return null
  return html`
<h3>Conditions</h3>
<table class="stack"><thead><tr><th>Condition</th><th>Measured</th><th>Required</th><th>Met</th></tr></thead><tbody>
${conditions.map(
  condition => html`<tr><td>${withScripts(condition.name)}</td><td class="number" data-label="Measured">${conditionInWords(condition.measured)}${intervalBelow(condition)}</td>
<td class="number" data-label="Required">${conditionInWords(condition.required)}</td><td data-label="Met">${metInWords(condition)}</td></tr>`,
)}
</tbody></table>`
}

function intervalBelow(condition: ReportClaim['conditions'][number]): Markup | null {
  const interval = intervalOfCondition(condition)
  return interval === null ? null : html`<span class="interval">${interval}</span>`
}

function metInWords({ met, decided }: { met: boolean; decided: boolean }): Markup {
  if (met) return html`yes`
  return decided
    ? html`<span class="verdict fails">no</span>`
    : html`<span class="verdict inconclusive">undecided</span>`
}

function checksTable({ checks }: ReportClaim): Markup | null {
  if (checks.length === 0) return null
  return html`
<h3>Checks, which decide nothing</h3>
<table class="stack"><thead><tr><th>Check</th><th>Measured</th><th>Expected</th><th>As expected</th></tr></thead><tbody>
${checks.map(
  check => html`<tr><td>${withScripts(check.name)}</td><td class="number" data-label="Measured">${conditionInWords(check.measured)}</td>
<td class="number" data-label="Expected">${conditionInWords(check.required)}</td><td data-label="As expected">${check.met ? 'yes' : 'no'}</td></tr>`,
)}
</tbody></table>`
}
