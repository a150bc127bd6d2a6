/**
 * How often the reduced models of a group err on fresh samples, and how often two of them disagree.
 */

import { type ReducedNetwork, reducedPredictions } from '@multiview/network'
import * as v from 'valibot'
import { anyNumber, count } from '../../files/numbers.ts'
import {
  chunksOf,
  errorInUnitsOfMu,
  type FreshSamples,
  type SampleKind,
  sampleKinds,
  sizesOf,
} from './fresh-samples.ts'
import type { TaskKind } from './kind.ts'
import { ofTesting, without } from './reads.ts'

export interface DisagreementTask extends FreshSamples {
  readonly kind: 'disagreement'
  readonly networks: readonly ReducedNetwork[]
}

interface Shares {
  /** Mean error of the networks, in units of μ. */
  readonly error: number
  /** Mean over all pairs of the share of samples on which two disagree, in units of μ. */
  readonly disagreement: number
  /** The same of single-view samples alone. */
  readonly onSingleView: number
}

export interface Disagreement extends Shares {
  /**
   * Predictions that are not certain. They count as errors, and as different from any other
   * prediction.
   */
  readonly undecided: number
  readonly predictions: number
  /** The shares if each of these names the right class. */
  readonly ifRight: Shares
}

export const disagreement: TaskKind<DisagreementTask, Disagreement> = {
  kind: 'disagreement',
  kept: false,
  reads: [...without(ofTesting, 'featureNoise'), 'singleViewFraction'],
  run: task => {
    const { networks, settings } = task
    const sizes = sizesOf(task)
    const [open, right] = [tally(), tally()]
    let undecided = 0
    for (const kind of sampleKinds)
      for (const { data } of chunksOf(task, kind, 200)) {
        const predictions = networks.map(network => reducedPredictions(settings, network, data))
        for (const ofOne of predictions) undecided += ofOne.filter(prediction => prediction < 0).length
        addTo(open, kind, predictions, data.label)
        const ifRight = predictions.map(ofOne => ofOne.map((named, n) => (named < 0 ? data.label[n] : named)))
        addTo(right, kind, ifRight, data.label)
      }
    const pairs = (networks.length * (networks.length - 1)) / 2
    const inUnits = ({ single, multi }: Tally['errors'], of: number): number =>
      errorInUnitsOfMu(single / of / sizes.single, multi / of / sizes.multi, settings.singleViewFraction)
    const sharesOf = ({ errors, different }: Tally): Shares => ({
      error: inUnits(errors, networks.length),
      disagreement: inUnits(different, pairs),
      onSingleView: different.single / pairs / sizes.single,
    })
    return {
      ...sharesOf(open),
      undecided,
      predictions: networks.length * (sizes.single + sizes.multi),
      ifRight: sharesOf(right),
    }
  },
  isResult: (_, value) => v.is(result, value),
  openSamples: ({ undecided, predictions, ifRight }) => ({
    undecided,
    compared: predictions,
    ifRight: { ...ifRight, undecided: 0, predictions, ifRight },
  }),
}

/** Errors of networks, and samples on which two of them differ. */
interface Tally {
  readonly errors: Record<SampleKind, number>
  readonly different: Record<SampleKind, number>
}

const tally = (): Tally => ({ errors: { single: 0, multi: 0 }, different: { single: 0, multi: 0 } })

const addTo = (
  { errors, different }: Tally,
  kind: SampleKind,
  predictions: readonly Int32Array[],
  label: Int32Array,
): void =>
  predictions.forEach((ofOne, j) => {
    ofOne.forEach((prediction, n) => {
      if (prediction !== label[n]) errors[kind]++
    })
    for (const ofOther of predictions.slice(0, j))
      ofOne.forEach((prediction, n) => {
        if (prediction < 0 || prediction !== ofOther[n]) different[kind]++
      })
  })

const shares = { error: anyNumber, disagreement: anyNumber, onSingleView: anyNumber }
const result = v.strictObject({
  ...shares,
  undecided: count,
  predictions: count,
  ifRight: v.strictObject(shares),
})
