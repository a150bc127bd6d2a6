import { settingNames } from '@multiview/network'
import { pow } from '@multiview/tensor/math'
import {
  closedFormTensorPower,
  iterateTensorPower,
  largestGrowth,
  type Race,
} from '../predictions/tensor-power.ts'
import { type Claim, type Size, series } from './claim.ts'
import type { Condition, Measured } from './types.ts'

/** x grows by this share of itself at most in one step, so discretization shows at this order. */
const lastStep = 0.01
/** Ends A/x_0 for each power q, within what a constant step reaches in a few million steps. */
const ends: readonly (readonly [power: number, ends: readonly number[]])[] = [
  [3, [10, 100, 1000]],
  [4, [10, 100]],
  [5, [10, 30]],
  [6, [5, 10]],
  [8, [3, 5]],
]
const headStarts = [0.05, 0.1, 0.2, 0.5, 1]
const advantages = [0.5, 1, 2]
const start = 1e-3

/** Nothing is drawn, so that every preset computes the same. */
const size: Size<null> = { regime: 'quick', draws: null }

/** Lemma D.19: who is ahead by a constant factor pulls away before the other one has moved. */
export const lemmaTensorPower: Claim<null> = {
  id: 'lemma-tensor-power',
  title: 'The leader pulls away before the other has moved',
  statement:
    'For x_{t+1} ≥ x_t + ηC_t x_t^{q−1} and y_{t+1} ≤ y_t + ηS·C_t y_t^{q−1} with q ≥ 3 and x_0 ≥ y_0·S^{1/(q−2)}(1 + 1/polylog k): when x has ' +
    'reached A, y is still at most O(y_0·polylog k).',
  source: 'Allen-Zhu and Li, ICLR 2023, Lemma D.19',
  unused: settingNames,
  bound: { low: null, high: 1 },
  boundSource: 'theorem',
  presets: ['quick', 'standard', 'full'],
  sizes: { quick: size, standard: size, full: size },

  async measure() {
    const rows = grid().map(({ race, headStart }) => ({
      iterated: iterateTensorPower(race, lastStep),
      closed: closedFormTensorPower(race),
      allowed: largestGrowth(race.power, headStart),
    }))
    const deviation = largest(rows.map(({ iterated, closed }) => Math.abs(iterated / closed - 1)))
    // The same rule where x is not ahead: judged by what a head start of the grid's smallest would allow.
    const tied = grid()
      .filter(({ headStart, race }) => headStart === headStarts[0] && race.advantage === 1)
      .map(({ race, headStart }) => {
        const level: Race = { ...race, behind: race.ahead }
        return iterateTensorPower(level, lastStep) / largestGrowth(race.power, headStart)
      })
    return {
      setting: {
        powers: ends.map(([power]) => power),
        headStarts,
        advantages,
        start,
        lastStep,
        largestEnd: largest(ends.flatMap(([, each]) => each)),
      },
      measured: computed(largest(rows.map(({ iterated, allowed }) => iterated / allowed)), rows.length),
      predicted: largest(rows.map(({ closed, allowed }) => closed / allowed)),
      conditions: [withinStepError(deviation)],
      series: [
        series(
          'iteration against closed form',
          rows.map((_, at) => at),
          rows.map(row => row.iterated),
          { predicted: rows.map(row => row.closed) },
        ),
      ],
      control: {
        id: 'no-head-start',
        statement: 'x_0 = y_0 and S = 1, without the head start: y grows exactly as x does, up to A.',
        measured: computed(largest(tied), tied.length),
        conditions: [],
      },
    }
  },
}

/** Every combination of the lists above; x_0 is exactly as far ahead as the lemma asks. */
const grid = (): { race: Race; headStart: number }[] =>
  ends.flatMap(([power, each]) =>
    each.flatMap(end =>
      headStarts.flatMap(headStart =>
        advantages.map(advantage => {
          const ahead = start
          const behind = ahead / (pow(advantage, 1 / (power - 2)) * (1 + headStart))
          return { headStart, race: { power, ahead, behind, advantage, end: end * ahead } }
        }),
      ),
    ),
  )

const largest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b))

/** Nothing is random here, so that the interval is the value itself. */
const computed = (value: number, n: number): Measured => ({
  value,
  low: value,
  high: value,
  level: 0.999,
  n,
  unit: 'grid point, computed exactly (the largest growth of y over what the lemma allows)',
})

const withinStepError = (deviation: number): Condition => ({
  name: 'largest relative distance of iteration and closed form, at most the last step',
  measured: deviation,
  required: lastStep,
  met: deviation <= lastStep,
})
