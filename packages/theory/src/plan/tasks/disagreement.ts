/**
 * How often the reduced models of a group err on fresh samples, and how often two of them disagree.
 */

import { type ReducedNetwork, reducedPredictions } from '@multiview/network'
import * as v from 'valibot'
import { anyNumber, count } from '../../files/numbers.ts'
import { chunksOf, errorInUnitsOfMu, type FreshSamples, sampleKinds, sizesOf } from './fresh-samples.ts'
import type { TaskKind } from './kind.ts'
import { ofTesting, without } from './reads.ts'

export interface DisagreementTask extends FreshSamples {
  readonly kind: 'disagreement'
  readonly networks: readonly ReducedNetwork[]
}

export interface Disagreement {
  /** Mean error of the networks, in units of μ. */
  readonly error: number
  /** Mean over all pairs of the share of samples on which two disagree, in units of μ. */
  readonly disagreement: number
  /** The same of single-view samples alone. */
  readonly onSingleView: number
  /**
   * Predictions that are not certain. They count as errors, and as different from any other
   * prediction.
   */
  readonly undecided: number
  readonly predictions: number
}

export const disagreement: TaskKind<DisagreementTask, Disagreement> = {
  kind: 'disagreement',
  kept: false,
  reads: [...without(ofTesting, 'featureNoise'), 'singleViewFraction'],
  run: task => {
    const { networks, settings } = task
    const sizes = sizesOf(task)
    const pairs = (networks.length * (networks.length - 1)) / 2
    const errors = { single: 0, multi: 0 }
    const different = { single: 0, multi: 0 }
    let undecided = 0
    for (const kind of sampleKinds)
      for (const { data } of chunksOf(task, kind, 200)) {
        const predictions = networks.map(network => reducedPredictions(settings, network, data))
        predictions.forEach((ofOne, j) => {
          ofOne.forEach((prediction, n) => {
            if (prediction !== data.label[n]) errors[kind]++
            if (prediction < 0) undecided++
          })
          for (const ofOther of predictions.slice(0, j))
            ofOne.forEach((prediction, n) => {
              if (prediction < 0 || prediction !== ofOther[n]) different[kind]++
            })
        })
      }
    const inUnits = ({ single, multi }: typeof errors, of: number): number =>
      errorInUnitsOfMu(single / of / sizes.single, multi / of / sizes.multi, settings.singleViewFraction)
    return {
      error: inUnits(errors, networks.length),
      disagreement: inUnits(different, pairs),
      onSingleView: different.single / pairs / sizes.single,
      undecided,
      predictions: networks.length * (sizes.single + sizes.multi),
    }
  },
  isResult: (_, value) => v.is(result, value),
}

const result = v.strictObject({
  error: anyNumber,
  disagreement: anyNumber,
  onSingleView: anyNumber,
  undecided: count,
  predictions: count,
})
