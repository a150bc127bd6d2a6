import { html } from './escape.ts'

/** The idea of the theory in plain words, for a reader who has not read the paper. */
export const introduction = html`
<section class="prose" id="idea">
<h2>The idea in two minutes</h2>
<p>Train the same network ten times, each time from other random weights, and average the ten
outputs: the average is right more often than any one of them. Why? The ten networks saw the same
data and each fits it perfectly. Zeyuan Allen-Zhu and Yuanzhi Li gave an answer that can be proved,
and this report checks it by computation.</p>
<h3>Data with several views</h3>
<p>A car can be recognised by its wheels or by its headlights. Most pictures show both: such a sample
is <em>multi-view</em>. In a few, a share <b>μ</b>, one of the two is hidden: it is
<em>single-view</em>. Here the data are made that way. Each of <b>k</b> classes has two features,
view 1 and view 2; a multi-view sample shows both, a single-view sample one of them clearly and the
other at best faintly.</p>
<h3>The lottery</h3>
<p>One view is enough to fit nearly all of the training data, so a network has no reason to learn the
second. Its random initial weights decide which one it learns: the view that starts with the stronger
neuron grows faster, like a snowball, and after it explains the data the other stops growing. The few
single-view samples without the learned view are then memorised through their noise, so the
<em>training</em> accuracy is perfect. On <em>fresh</em> single-view samples memory does not help:
half of them show the view that was not learned, and the test error of one network is about
<b>½ μ</b>.</p>
<h3>Why an ensemble helps</h3>
<p>Another network has another lottery. An ensemble of <b>L</b> networks misses a view only if all of
them missed it, so its error falls as <b>2<sup>−L</sup> μ</b>. If all members start from the same
weights, they have the same lottery in most classes, and the ensemble gains far less: this is the
kind of <em>control</em> that stands beside every claim here.</p>
<h3>Why a student can inherit it</h3>
<p>Some samples of other classes show a feature of class i. Their labels do not say so, but the
ensemble's outputs do: whichever view is shown, some member has learned it. A student that is trained
on these <em>soft labels</em> has to produce these outputs. If it has learned one view of class i, it
still lacks the output for samples that show the other. So it learns the second view too, and errs as
rarely as the ensemble. One other network as teacher knows half as much: if the two had learned
different views, the student ends with both, and its error falls to about <b>¼ μ</b>.</p>
</section>`

/** For any report, also of claims that are not about the paper. */
export const verdicts = html`
<section class="prose" id="verdicts">
<h2>How to read a verdict</h2>
<p>Every claim has a bound that was fixed before the run. A claim
<span class="verdict holds">holds</span> if the whole confidence interval lies inside the bound and
every condition is met; it <span class="verdict fails">fails</span> if the interval lies outside, or
a condition is not met; otherwise it is <span class="verdict inconclusive">inconclusive</span>. The
measured value alone decides nothing. The control is the same measurement with the mechanism removed,
and it has to break the claim: its interval must lie outside the same bound. A claim whose control
does not break is inconclusive. Errors are given in units of μ, so 0.5 means half of the single-view
samples.</p>
</section>`
