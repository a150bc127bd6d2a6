import { percent } from '../../numbers.ts'
import type { Report } from '../../schema/report.ts'
import { html, type Markup } from './escape.ts'

/**
 * What was fixed before the run, what counts as a draw, and how the number of claims changes the
 * probability that a false one holds.
 */
export function honesty({ claims, seed, preset }: Report): Markup {
  // A claim in which nothing is random has no risk.
  const risks = claims.map(({ measured }) => (measured.level === null ? 0 : 1 - measured.level))
  const largest = risks.reduce((a, b) => Math.max(a, b), 0)
  const total = risks.reduce((a, b) => a + b, 0)
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
<p><b>Fresh test data.</b> Errors are measured on samples that no network was trained on, equally
many for each class and each view shown. A tie counts as an error.</p>
${
  claims.length < 2
    ? null
    : html`<p><b>Many claims at once.</b> Each of the ${claims.length} claims could
hold by chance. A claim that looks at several intervals gives each of them a level at which all hold
together (Bonferroni). A claim that is false by the least amount is said to hold with a probability
of at most one minus the level of its interval. If a claim is false, “all hold” is said
with a probability of at most ${percent(largest)}, the largest of these, since the false claim has to hold,
too. The probability that any of the ${claims.length} claims is wrongly said to hold is at most
${percent(total)}, their sum. The levels of a preset are Bonferroni’s over its
claims, too, so that this sum is at most 5% for a preset that is run as it is.</p>`
}
<p><b>Inconclusive is an answer.</b> A claim whose interval reaches across its bound neither holds
nor fails, and this page says so. A claim is inconclusive, too, if its control does not break or
breaks only by a condition: it says nothing of the mechanism. The page says why beside each such
claim.</p>
</section>`
}
