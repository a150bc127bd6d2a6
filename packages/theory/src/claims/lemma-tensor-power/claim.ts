import { pow } from '@multiview/tensor/math'
import {
  closedFormTensorPower,
  iterateRivals,
  iterateTensorPower,
  type Leader,
  largestGrowth,
  type Race,
  type Rival,
  stepsOf,
} from '../../predictions/tensor-power.ts'
import { ratePatterns } from '../../predictions/tensor-power-rates.ts'
import type { Estimate } from '../../schema/types.ts'
import { atMost, type Claim, type Size, seriesOfDraws } from '../claim.ts'
import { text } from './text.ts'

/**
 * x grows by at most this share of itself in one step, so errors of discretization have this order.
 */
const lastStep = 0.01
type Ends = readonly (readonly [power: number, ends: readonly number[]])[]

/** Ends A/x_0 for each power q. A constant step reaches them in a few million steps. */
const ends: Ends = [
  [3, [10, 100, 1000]],
  [4, [10, 100]],
  [5, [10, 30]],
  [6, [5, 10]],
  [8, [3, 5]],
]
const headStarts = [0.05, 0.1, 0.2, 0.5, 1]
const advantages = [0.5, 1, 2]
const start = 1e-3

/** Nothing is random, so that every preset computes the same. */
const size: Size<null> = { regime: 'limit', draws: null }

/**
 * Lemma D.19: the number that is ahead by a constant factor becomes large before the other one has
 * moved.
 */
export const lemmaTensorPower: Claim<null> = {
  id: 'lemma-tensor-power',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: [],
  bound: { low: null, high: 1 },
  // The lemma allows a growth of O(polylog k); `largestGrowth` puts a number in its place.
  boundSource: 'chosen',
  presets: ['quick', 'standard', 'full'],
  // Power (docs/power.md): quick 1.00000, full 1.00000.
  sizes: { quick: size, standard: size, full: size },

  async measure() {
    const rows = leaders(ends).flatMap(leader => {
      const iterated = iterateRivals(leader, rivals(leader), lastStep)
      return rivals(leader).map((rival, j) => ({
        iterated: iterated[j],
        closed: closedFormTensorPower({ ...leader, ...rival }),
        allowed: largestGrowth(leader.power, rival.headStart),
      }))
    })
    const deviation = largest(rows.map(({ iterated, closed }) => Math.abs(iterated / closed - 1)))
    const growths = [...rows.map(({ iterated, allowed }) => iterated / allowed), ...atOtherRates()]
    // The same rule if x is not ahead, with the growth that the smallest head start of the grid
    // allows.
    const tied = leaders(ends).map(leader => {
      const level: Race = { ...leader, behind: leader.ahead, advantage: 1 }
      return iterateTensorPower(level, lastStep) / largestGrowth(leader.power, headStarts[0])
    })
    return {
      setting: {
        powers: ends.map(([power]) => power),
        headStarts,
        advantages,
        start,
        lastStep,
        largestEnd: largest(ends.flatMap(([, each]) => each)),
        ratePatterns: 1 + ratePatterns(1).length,
      },
      measured: computed(largest(growths), growths.length),
      predicted: largest(rows.map(({ closed, allowed }) => closed / allowed)),
      conditions: [
        atMost('largest relative distance of iteration and closed form: the last step', deviation, lastStep),
      ],
      series: [
        seriesOfDraws(
          'growth',
          'iteration against closed form',
          rows.map(row => row.iterated),
          { predicted: rows.map(row => row.closed) },
        ),
      ],
      control: { measured: computed(largest(tied), tied.length), conditions: [] },
    }
  },
}

/**
 * Growth divided by what is allowed, if C_t varies in other ways, in some also differently for x
 * and y. The largest end is left out.
 */
const atOtherRates = (): number[] =>
  leaders(ends.map(([power, each]) => [power, each.slice(0, -1)])).flatMap(leader =>
    ratePatterns(stepsOf(leader, lastStep)).flatMap(rates =>
      iterateRivals(leader, rivals(leader), lastStep, rates).map(
        (growth, j) => growth / largestGrowth(leader.power, rivals(leader)[j].headStart),
      ),
    ),
  )

const leaders = (of: Ends): Leader[] =>
  of.flatMap(([power, each]) => each.map(end => ({ power, ahead: start, end: end * start })))

/**
 * Every combination of the lists above. x_0 is ahead by exactly as much as the lemma asks.
 */
const rivals = ({ power, ahead }: Leader): (Rival & { headStart: number })[] =>
  headStarts.flatMap(headStart =>
    advantages.map(advantage => ({
      headStart,
      advantage,
      behind: ahead / (pow(advantage, 1 / (power - 2)) * (1 + headStart)),
    })),
  )

const largest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b))

/**
 * Nothing is random: both limits are the value, and there is no level.
 */
const computed = (value: number, n: number): Estimate => ({
  value,
  low: value,
  high: value,
  level: null,
  n,
  unit: 'grid point (the largest growth of y over what the lemma allows)',
})
