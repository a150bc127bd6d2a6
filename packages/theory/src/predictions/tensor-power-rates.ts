/**
 * Rates at which the two sequences of Lemma D.19 grow: patterns that vary in t, some of them
 * differently for the two.
 */

import { stream } from '@multiview/tensor'
import { type Rates, sharedRate } from './tensor-power.ts'

/**
 * Numbers in [0, 1) that a pattern repeats: drawn once from a named stream, the same in every run.
 */
const drawn = (name: string): ((t: number) => number) => {
  const random = stream(0, 'rates of the tensor power', name)
  const list = Array.from({ length: 997 }, () => random.uniform(0, 1))
  return t => list[t % list.length]
}

/**
 * Patterns for a race of about `steps` steps. In the first three both grow at the rate C_t, in
 * [0.5, 1.5]; in the others x is faster than C_t or y slower, as the inequalities of the lemma
 * allow.
 */
export const ratePatterns = (steps: number): readonly Rates[] => {
  const shared = drawn('shared')
  const slackAhead = drawn('ahead')
  const slackBehind = drawn('behind')
  // C_t in [0.5, 1], x between C_t and 1.5, y between C_t / 2 and C_t.
  const common = (t: number): number => 0.5 + shared(t) / 2
  const rising = (t: number): number => 0.5 + t / (t + steps)
  return [
    sharedRate(rising),
    sharedRate(t => 2 - rising(t)),
    sharedRate(t => 0.5 + shared(t)),
    {
      ahead: t => common(t) + slackAhead(t) * (1.5 - common(t)),
      behind: t => common(t) * (0.5 + slackBehind(t) / 2),
    },
    // y stands still for about half of the time that x needs, and then grows as fast as is allowed.
    { ahead: rising, behind: t => (t < steps / 2 ? 0 : rising(t)) },
  ]
}
