/** An estimate, from the draws that a report holds. */

import type { Draws, Estimate } from '../schema/types.ts'
import { errorLimits, groupLimits, type Limits } from './error-limits.ts'
import { meanFrom } from './measured-mean.ts'
import { measuredRatio } from './measured-ratio.ts'
import { errorFrom, farthestFromOne, overPrediction } from './over-prediction.ts'
import { best, coveringBoth, hull, largest, worst } from './several.ts'
import { shareOf } from './share.ts'
import { drawsFrom, spanFrom } from './span.ts'

/**
 * The value, limits, method and n that follow from draws by their rule, at the level of the limits.
 *
 * @throws RangeError for draws that cannot be, such as more errors than samples
 * @example
 * estimateFrom({ rule: 'share', count: 0, n: 8 }, 0.95).high // about 0.312
 */
export const estimateFrom = (draws: Draws, level: number, unit = ''): Estimate => {
  switch (draws.rule) {
    case 'mean':
      return meanFrom(draws, level, unit)
    case 'ratio': {
      const { numerators, denominators, span, ofPair } = draws
      const [range, rangeOfPair] = [span, ofPair].map(each => (each === null ? undefined : spanFrom(each)))
      return measuredRatio(drawsFrom(numerators), drawsFrom(denominators), level, unit, range, rangeOfPair)
    }
    case 'share':
      return { ...shareOf(draws.count, draws.n, level), unit }
    case 'error':
      return { ...errorLimits(draws, draws, level), method: 'clopper-pearson', n: 1, unit }
    case 'error of groups': {
      const { errors, samples, weights } = draws
      const groups = errors.map((each, at) => ({ errors: each, samples: samples[at], weight: weights[at] }))
      return { ...groupLimits(groups, level), method: 'clopper-pearson', n: 1, unit }
    }
    case 'over prediction': {
      const { errors, predictions, span, isRatio } = draws
      const found = overPrediction(drawsFrom(errors), drawsFrom(predictions), level, spanFrom(span))
      return { ...(isRatio ? found : errorFrom(found)), unit }
    }
    case 'farthest from 1': {
      const { farthest, isKnown } = farthestFromOne(partsOf(draws.of), draws.bound, draws.widest)
      return isKnown ? { ...farthest, draws } : { ...farthest, low: null, high: null, method: null, draws }
    }
    case 'both ways': {
      const [one, other] = partsOf(draws.of)
      return coveringBoth(one, other)
    }
    case 'largest':
      return largest(partsOf(draws.of))
    case 'highest limit':
      return worst(limitsOf(draws.of), level, unit)
    case 'lowest limit':
      return best(limitsOf(draws.of), level, unit)
    case 'hull':
      return hull(limitsOf(draws.of), level, unit)
  }
}

type Leveled = readonly { readonly level: number; readonly draws: Draws }[]

const partsOf = (of: Leveled): Estimate[] => of.map(({ level, draws }) => estimateFrom(draws, level))

/** @throws RangeError for a part without limits */
const limitsOf = (of: Leveled): Limits[] =>
  partsOf(of).map(({ value, low, high }, at) => {
    const { level, draws } = of[at]
    if (value === null || low === null || high === null)
      throw new RangeError(`the draws of part ${at} give no limits`)
    return { value, low, high, level, draws }
  })
