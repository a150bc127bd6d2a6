/** What the theory predicts for V views, against two views, closed forms and drawn races. */
import { stream } from '@multiview/tensor'
import { expectedEnsembleError, oddsOfViewOne, unopposed } from '@multiview/theory'
import { expect, test } from 'vitest'
import {
  expectedErrorOfViews,
  oddsOfViews,
  unopposedByViews,
} from '../../../packages/theory/src/predictions/more-views.ts'

test('with two views the odds, the competitors and the error are those of the two-view law', () => {
  for (const handicap of [0.7, 1, 1.3]) {
    const [one, two] = oddsOfViews([handicap], 5)
    expect(one).toBeCloseTo(oddsOfViewOne(handicap, 5), 7)
    expect(two).toBeCloseTo(1 - one, 7)
  }
  const shown = { classes: 10, views: 2, otherFeatureRate: 5 }
  for (const members of [1, 2, 5]) {
    expect(unopposedByViews(shown, members)).toBeCloseTo(unopposed(10, 5, members), 12)
    const odds = Array.from({ length: 10 }, (_, i) => 0.3 + 0.04 * i)
    expect(
      expectedErrorOfViews(
        odds.map(p => [p, 1 - p]),
        members,
        shown,
      ),
    ).toBeCloseTo(expectedEnsembleError(odds, members, 5), 12)
  }
})

test('without handicaps the odds are 1/V, and they add up to 1 with any', () => {
  for (const neurons of [1, 5]) {
    for (const odds of oddsOfViews([1, 1], neurons)) expect(odds).toBeCloseTo(1 / 3, 7)
    const sum = oddsOfViews([1.2, 0.6, 2], neurons).reduce((a, b) => a + b, 0)
    expect(sum).toBeCloseTo(1, 7)
  }
})

test('the odds of three views agree with drawn races', () => {
  const random = stream(5, 'odds')
  const largest = (): number => Math.max(...Array.from({ length: 5 }, () => random.normal()))
  const draws = 40_000
  const wins = [0, 0, 0]
  for (let n = 0; n < draws; n++) {
    const race = [largest(), 0.8 * largest(), 1.1 * largest()]
    wins[race.indexOf(Math.max(...race))]++
  }
  const odds = oddsOfViews([0.8, 1.1], 5)
  wins.forEach((count, at) => {
    expect(Math.abs(count / draws - odds[at])).toBeLessThan(4 * Math.sqrt(0.25 / draws))
  })
})

test('an ensemble with even odds lacks ((V−1)/V)^L of the views', () => {
  const odds = Array.from({ length: 4 }, () => [1 / 3, 1 / 3, 1 / 3])
  // Every other class shows every feature, so that each failing sample has a competitor.
  const shown = { classes: 4, views: 3, otherFeatureRate: 4 }
  for (const members of [1, 2, 3])
    expect(expectedErrorOfViews(odds, members, shown)).toBeCloseTo((2 / 3) ** members, 12)
})

test('the chance of no competitor is that of drawn lotteries', () => {
  const shown = { classes: 4, views: 3, otherFeatureRate: 1 }
  const random = stream(5, 'unopposed')
  const draws = 40_000
  let unseen = 0
  for (let n = 0; n < draws; n++) {
    let isSeen = false
    for (let j = 0; j < 3; j++) {
      const known = new Set([random.integer(3), random.integer(3)])
      for (const _ of known) if (random.bernoulli(0.25)) isSeen = true
    }
    if (!isSeen) unseen++
  }
  expect(Math.abs(unseen / draws - unopposedByViews(shown, 2))).toBeLessThan(4 * Math.sqrt(0.25 / draws))
})
