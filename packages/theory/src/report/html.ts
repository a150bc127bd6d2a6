import type { Report } from '../schema/report.ts'
import type { ReportClaim } from '../schema/types.ts'
import { type ClaimView, claimSection, verdictBadge } from './page/claim-section.ts'
import { documentOf } from './page/document.ts'
import { html, type Markup, withScripts } from './page/escape.ts'
import { honesty } from './page/honesty.ts'
import { introduction, verdicts } from './page/introduction.ts'
import { settingsTable } from './page/settings-table.ts'
import { boundInWords, intervalInWords, valueInWords } from './page/words.ts'

/**
 * The report as one HTML file: no scripts, nothing fetched, the figures inside. Every text of the
 * report is escaped, so a report.json from elsewhere cannot put markup into it. `views` has the
 * figures and the page of each claim, in the order of the report.
 */
export function reportToHtml(report: Report, views: readonly ClaimView[]): string {
  const { claims, environment } = report
  const isOwn = claims.length > 0 && views.every(({ isOurs }) => !isOurs)
  const title = isOwn && claims.length === 1 ? claims[0].title : headline(claims)
  return documentOf(
    title,
    html`<h1>${withScripts(title)}</h1>
${isOwn ? leadOfOwn(claims, views) : lead}
<div class="facts"><span>preset <b>${report.preset}</b></span><span>seed <b>${report.seed}</b></span><span>version <b>${report.version}</b></span><span>${controls(claims)}</span></div>`,
    html`${overview(claims, views)}
${isOwn ? null : introduction}
${verdicts}
${claims.map((claim, i) => claimSection(claim, views[i]))}
${honesty(report, isOwn)}
<section class="prose" id="settings">
<h2>Settings of the run</h2>
${
  isOwn
    ? html`<p>Fixed before the run: each claim states its own. The same seed, preset and version give the same
numbers on every machine.</p>`
    : html`<p>Fixed before the run, and the same for every claim that does not name its own. The same seed,
preset and version give the same numbers on every machine.</p>
<details><summary>All settings</summary>${settingsTable(report.settings)}</details>`
}
<h3>Environment</h3>
<dl>
<dt>Node</dt><dd>${environment.node}</dd>
<dt>Platform</dt><dd>${environment.platform}</dd>
<dt>Processor</dt><dd>${environment.cpu}</dd>
<dt>Workers</dt><dd>${environment.workers}</dd>
<dt>Duration</dt><dd>${environment.durationSeconds.toFixed(1)} s</dd>
<dt>Kernels</dt><dd>${environment.kernels}</dd>${
      environment.audited === undefined
        ? ''
        : html`
<dt>Audit</dt><dd>${environment.audited} tasks were computed twice, with the same bytes</dd>`
    }
</dl>
</section>`,
  )
}

const lead = html`<p>This is a check of the theory of Zeyuan Allen-Zhu and Yuanzhi Li, <cite>Towards Understanding
Ensemble, Knowledge Distillation and Self-Distillation in Deep Learning</cite>
(<a href="https://arxiv.org/abs/2012.09816">arXiv 2012.09816</a>, ICLR 2023). It trains networks on
data made as the theory assumes and compares the results with what the theory says.</p>`

/** What claims of the user say of themselves, and their sources. */
function leadOfOwn(claims: ReportClaim[], views: readonly ClaimView[]): Markup {
  const paragraphs = views.flatMap(({ page }) => page?.introduction ?? [])
  const sources = [...new Set(claims.map(({ source }) => source))]
  return html`${paragraphs.map(each => html`<p>${withScripts(each)}</p>`)}
<p>${sources.length === 1 ? 'Source' : 'Sources'}: ${sources.join('; ')}.</p>`
}

function headline(claims: ReportClaim[]): string {
  const holding = claims.filter(claim => claim.verdict === 'holds').length
  if (claims.length === 0) return 'No claim was checked'
  if (holding === claims.length) return holding === 1 ? 'The claim holds' : `All ${holding} claims hold`
  return `${holding} of ${claims.length} ${claims.length === 1 ? 'claim holds' : 'claims hold'}`
}

function controls(claims: ReportClaim[]): Markup {
  const breaking = claims.filter(claim => claim.control.verdict === 'breaks').length
  return html`controls that break <b>${breaking} of ${claims.length}</b>`
}

function overview(claims: ReportClaim[], views: readonly ClaimView[]): Markup {
  return html`
<table class="stack">
<thead><tr><th>Claim</th><th>Verdict</th><th>Measured, interval</th><th>Bound</th><th>Control</th></tr></thead>
<tbody>
${claims.map(
  (
    claim,
    i,
  ) => html`<tr><td><a href="#${claim.id}">${withScripts(claim.title)}</a><span class="interval">${views[i].page?.explanation?.quantity ?? ''}</span></td><td data-label="Verdict">${verdictBadge(claim.verdict)}</td>
<td class="number" data-label="Measured"><span>${valueInWords(claim.measured.value)}<span class="interval">${intervalInWords(claim.measured)}</span></span></td>
<td class="number" data-label="Bound">${boundInWords(claim.bound)}</td>
<td class="number" data-label="Control"><span>${verdictBadge(claim.control.verdict)}<span class="interval">${valueInWords(claim.control.measured.value)}</span></span></td></tr>`,
)}
</tbody>
</table>`
}
