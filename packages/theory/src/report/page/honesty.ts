import { claimsOf } from '../../claims/index.ts'
import { levelIn } from '../../claims/level.ts'
import { percent } from '../../numbers.ts'
import type { Report } from '../../schema/report.ts'
import { html, type Markup } from './escape.ts'
import { levelInWords } from './words.ts'

/**
 * The most that a claim of the report risks: one minus the level of its preset, or of the report's
 * least certain interval. A report may be older than the presets.
 */
function riskOfEach({ claims, preset }: Report): number {
  const name = preset as Parameters<typeof levelIn>[0]
  const ofPreset = claimsOf(name).length > 0 ? 1 - levelIn(name) : 0
  return claims
    .flatMap(({ measured, control, conditions }) => [measured, control.measured, ...conditions])
    .reduce((most, { level }) => Math.max(most, 1 - (level ?? 1)), ofPreset)
}

/** Why limits are at a higher level than 95%. */
export const whyThatLevel = (preset: string): string =>
  `the claims of preset ${preset} share a risk of 5% (Bonferroni)`

/**
 * What was fixed before the run, what counts as a draw, and how the number of claims changes the
 * probability that a false one holds.
 *
 * @param isOwn whether all claims are those of the user, who measures what they want
 */
export function honesty(report: Report, isOwn: boolean): Markup {
  const { claims, seed, preset } = report
  // A claim in which nothing is random has no risk.
  const random = claims.filter(({ measured }) => measured.level !== null)
  const each = riskOfEach(report)
  const ofControls = random.filter(({ control }) => control.measured.level !== null).length
  const levels = random.flatMap(({ conditions }) => conditions.flatMap(({ level }) => level ?? []))
  const together = levels.reduce((sum, level) => sum + 1 - level, each * (random.length + ofControls))
  return html`
<section class="prose" id="honesty">
<h2>What keeps this honest</h2>
<p><b>Fixed before the run.</b> The preset ${preset} says which claims run, in which settings, with
how many draws and at which confidence. All of it, the bounds too, was fixed before the run and is
stored with the seed (${seed}) in <code>report.json</code>. No claim looks for a seed, leaves out a
run, or draws until the result is good.</p>
<p><b>What counts as a draw.</b> Each interval states what was drawn independently, and how often.
Models that share a data set, or samples that share a model, are not counted as independent: there
the mean over the whole group is one draw. Fewer than eight draws, or draws that are all alike, get
no interval from their scatter.</p>
${
  isOwn
    ? null
    : html`<p><b>Fresh test data.</b> Errors are measured on samples that no network was trained on, equally
many for each class and each view shown. A tie counts as an error.</p>`
}
${
  claims.length < 2
    ? random.map(
        ({
          measured,
        }) => html`<p><b>The level.</b> Limits are at ${levelInWords(measured.level ?? 1)}, not at 95%:
${whyThatLevel(preset)}, also when one claim runs alone, or one of your own.</p>`,
      )
    : html`<p><b>Many claims at once.</b> Each of the ${claims.length} claims could
hold by chance. The claims of a preset share a risk of 5% evenly (Bonferroni). A claim that judges
several networks, sizes or cells divides its share among them. A false claim has a part that is
false: what it measures, or a condition. It is said to hold only if the interval of this part misses,
with a probability of at most ${percent(each)}. “All hold” is then said with at most this probability, too.
The probability that any of the ${claims.length} claims is wrongly said to hold is at most
${percent(Math.min(1, each * random.length))}, the sum.</p>
<p><b>All intervals together.</b> Conditions and controls have intervals of their own, at the level
of the claim. So not all intervals cover at once with 95%. The risks of ${random.length} measured values,
${levels.length} conditions and ${ofControls} controls add up to ${percent(Math.min(1, together))}: all cover at once with a probability
of at least ${percent(Math.max(0, 1 - together))}. Of one-sided limits only the one that faces its bound is counted. The
intervals of figures and checks are not.</p>`
}
<p><b>Inconclusive is an answer.</b> A claim whose interval reaches across its bound neither holds
nor fails, and this page says so. A claim is inconclusive, too, if its control does not break or
breaks only by a condition: it says nothing of the mechanism. The page says why beside each such
claim.</p>
</section>`
}
