/**
 * Draws samples of D_m and D_s (Definition 1 of arXiv 2012.09816), training sets, and stratified
 * test sets.
 */

import type { Stream } from '@multiview/tensor'
import type { DataSettings, Range } from '../settings/settings.ts'
import { checkData } from '../settings/validate.ts'
import { type Dataset, featureIndex } from './dataset.ts'
import { drawGains } from './gains.ts'

/** The kind of sample to draw: its label, and the view it shows (0: multi-view). */
export interface SampleRequest {
  readonly label: number
  readonly presentView: 0 | 1 | 2
}

/**
 * A training set of N samples, exactly round(μN) of them single-view, in random order. Labels and
 * present views are independent and uniform, or as even as they can be (`trainingDraw`).
 *
 * @throws SettingError for invalid settings.
 */
export const drawTrainingSet = (settings: DataSettings, random: Stream): Dataset => {
  checkData(settings)
  const { samples, classes, singleViewFraction, trainingDraw } = settings
  const singles = Math.round(singleViewFraction * samples)
  const kinds =
    trainingDraw === 'even'
      ? evenKinds(classes, samples, singles, random)
      : independentKinds(classes, samples, singles, random)
  return drawSamples(settings, kinds, random)
}

const independentKinds = (
  classes: number,
  samples: number,
  singles: number,
  random: Stream,
): SampleRequest[] => {
  const order = random.permutation(samples)
  return Array.from({ length: samples }, (_, n) => {
    const label = random.integer(classes)
    const view = (1 + random.integer(2)) as 1 | 2
    return { label, presentView: order[n] < singles ? view : 0 }
  })
}

/**
 * Every (class, view) equally often among the single-view samples, and every class equally often
 * among the multi-view ones.
 */
const evenKinds = (classes: number, samples: number, singles: number, random: Stream): SampleRequest[] => {
  const order = random.permutation(samples)
  // If the numbers do not divide evenly, chance decides which class gets one more.
  const cell = random.permutation(2 * classes)
  const ofMulti = random.permutation(classes)
  return Array.from(order, place => {
    if (place >= singles) return { label: ofMulti[(place - singles) % classes], presentView: 0 }
    const at = cell[place % (2 * classes)]
    return { label: Math.floor(at / 2), presentView: (1 + (at % 2)) as 1 | 2 }
  })
}

/**
 * A fresh set of single-view samples with `count` of every (class, present view), size 2k·count, or
 * of multi-view samples with `count` of every class, size k·count.
 *
 * @throws SettingError for invalid settings, or when a sample has more feature patches than P.
 * @example
 * drawTestSet('multi', regimes.quick, 3, stream(1, 'test')).size // 30
 */
export const drawTestSet = (
  kind: 'single' | 'multi',
  settings: DataSettings,
  count: number,
  random: Stream,
): Dataset => drawSamples(settings, cells(settings.classes, count, kind === 'single' ? [1, 2] : [0]), random)

const cells = (classes: number, count: number, views: readonly (0 | 1 | 2)[]): SampleRequest[] => {
  const kinds: SampleRequest[] = []
  for (let label = 0; label < classes; label++)
    for (const presentView of views) for (let n = 0; n < count; n++) kinds.push({ label, presentView })
  return kinds
}

/**
 * Samples of the given kinds, drawn from D_m or D_s given label and view.
 *
 * @throws SettingError for invalid settings.
 */
export const drawSamples = (
  settings: DataSettings,
  kinds: readonly SampleRequest[],
  random: Stream,
): Dataset => {
  checkData(settings)
  const { classes, otherFeatureRate, noiseNorm } = settings
  const firstPatch = new Int32Array(kinds.length + 1)
  const feature: number[] = []
  const weight: number[] = []
  const split = splitter(settings, random)
  const ofOwn = settings.patchesPerFeature
  const ofOther = settings.patchesPerOtherFeature || ofOwn
  const place = (index: number, [low, high]: Range, count: number): void => {
    for (const share of split(random.uniform(low, high), count)) {
      feature.push(index)
      weight.push(share)
    }
  }
  kinds.forEach(({ label, presentView }, n) => {
    const otherWeight = presentView === 0 ? settings.otherWeight : settings.singleViewOtherWeight
    for (let j = 0; j < classes; j++)
      for (const view of [1, 2] as const)
        if (j === label) {
          const shown = presentView === 0 || presentView === view
          place(featureIndex(j, view), shown ? settings.ownWeight : settings.weakViewWeight, ofOwn)
        } else if (random.bernoulli(otherFeatureRate / classes))
          place(featureIndex(j, view), otherWeight, ofOther)
    firstPatch[n + 1] = feature.length
  })
  const table: Dataset = {
    settings,
    size: kinds.length,
    label: Int32Array.from(kinds, kind => kind.label),
    presentView: Int32Array.from(kinds, kind => kind.presentView),
    firstPatch,
    feature: Int32Array.from(feature),
    weight: Float64Array.from(weight),
    noiseNorm: new Float64Array(feature.length).fill(noiseNorm),
  }
  return settings.featureNoise > 0 ? { ...table, gains: drawGains(settings, table, random) } : table
}

/** Splits a feature's total weight over its patches; only random shares draw numbers. */
const splitter = (
  { weightSplit }: DataSettings,
  random: Stream,
): ((total: number, count: number) => number[]) => {
  if (weightSplit === 'even') return (total, count) => new Array<number>(count).fill(total / count)
  if (weightSplit === 'first')
    return (total, count) => Array.from({ length: count }, (_, c) => (c === 0 ? total : 0))
  return (total, count) => {
    // 1 − u lies in (0, 1], so that the shares never all vanish.
    const shares = Array.from({ length: count }, () => 1 - random.double())
    const sum = shares.reduce((a, b) => a + b, 0)
    return shares.map(share => (total * share) / sum)
  }
}
