/** The draws of an estimate give it again, also after they were in a file. */

import {
  type Estimate,
  errorLimits,
  estimateFrom,
  measuredMean,
  measuredMeanOneSided,
  measuredRatio,
  ofShare,
  ofSize,
  ofTests,
  shareOf,
} from '@multiview/theory'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const mu = { singleViewFraction: 0.2 }
const level = fc.double({ min: 0.5, max: 0.9999, noNaN: true })
/** Draws of a share, some of which could not be measured, or are all the same. */
const shares = fc.oneof(
  fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }),
  fc.array(fc.oneof(fc.constant(Number.NaN), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 20 }),
  fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(20))
    .map(([x, n]) => new Array<number>(n).fill(x)),
)
const counts = fc
  .tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 900 }), fc.nat(900), fc.nat(900))
  .map(([singles, multis, single, multi]) => ({
    singleErrors: Math.min(single, singles),
    singles,
    multiErrors: Math.min(multi, multis),
    multis,
  }))

const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value))

const givesAgain = (estimate: Pick<Estimate, 'value' | 'low' | 'high' | 'draws'>, at: number): void => {
  const { draws, value, low, high } = estimate
  if (draws === undefined) throw new Error('the estimate has no draws')
  const again = estimateFrom(stored(draws), at, 'x')
  expect(again.draws).toEqual(draws)
  expect([again.value, again.low, again.high]).toEqual([value, low, high])
}

test('means, also of draws that are not numbers', () => {
  const spans = fc.constantFrom(undefined, ofShare, ofSize)
  fc.assert(
    fc.property(shares, level, spans, (values, at, span) => {
      givesAgain(measuredMean(values, at, 'x', span), at)
      givesAgain(measuredMeanOneSided(values, at, 'x', span), at)
    }),
  )
})

test('means of equal errors, from the counts of their test sets', () => {
  fc.assert(
    fc.property(
      counts,
      fc.integer({ min: 8, max: 20 }),
      level,
      fc.integer({ min: 1, max: 5 }),
      (each, n, at, of) => {
        const error = errorLimits(each, mu, at).value
        const tested = ofTests(new Array(n).fill(each), mu, of)
        const estimate = measuredMean(new Array<number>(n).fill(error), at, 'x', tested)
        expect(estimate.method).toBe('combined')
        givesAgain(estimate, at)
      },
    ),
  )
})

test('ratios, shares and errors', () => {
  fc.assert(
    fc.property(shares, level, counts, fc.nat(40), (values, at, each, share) => {
      const others = values.map(value => 1 + value)
      givesAgain(measuredRatio(values, others, at, 'x', ofSize, ofShare), at)
      givesAgain(shareOf(Math.min(share, 40), 40, at), at)
      givesAgain(errorLimits(each, mu, at), at)
    }),
  )
})

test('draws that cannot be are an error', () => {
  expect(() => estimateFrom({ rule: 'share', count: 9, n: 8 }, 0.95)).toThrow(RangeError)
  const part = {
    level: 0.95,
    draws: { rule: 'ratio', numerators: [], denominators: [], span: null, ofPair: null },
  }
  expect(() => estimateFrom({ rule: 'highest limit', of: [part] } as never, 0.95)).toThrow(
    'the draws of part 0 give no limits',
  )
})
