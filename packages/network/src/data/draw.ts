/**
 * Draws samples of D_m and D_s (Definition 1 of arXiv 2012.09816), training sets, and stratified
 * test sets.
 */

import type { Stream } from '@multiview/tensor'
import type { DataSettings, Range } from '../settings/settings.ts'
import { checkData } from '../settings/validate.ts'
import type { Dataset } from './dataset.ts'
import { classOfFeature, factorOf, featureCount, featureIndex, viewOfFeature, viewsOf } from './features.ts'
import { drawGains } from './gains.ts'

/** The kind of sample to draw: its label, and the view it shows, 1 to V (0: multi-view). */
export interface SampleRequest {
  readonly label: number
  readonly presentView: number
}

/**
 * A training set of N samples, exactly round(μN) of them single-view, in random order. Labels and
 * present views are independent and uniform, or as even as they can be (`trainingDraw`).
 *
 * @throws SettingError for invalid settings.
 */
export const drawTrainingSet = (settings: DataSettings, random: Stream): Dataset => {
  checkData(settings)
  const { samples, singleViewFraction, trainingDraw } = settings
  const singles = Math.round(singleViewFraction * samples)
  const kinds =
    trainingDraw === 'even'
      ? evenKinds(settings, singles, random)
      : independentKinds(settings, singles, random)
  return drawSamples(settings, kinds, random)
}

const independentKinds = (
  { classes, views, samples }: DataSettings,
  singles: number,
  random: Stream,
): SampleRequest[] => {
  const order = random.permutation(samples)
  return Array.from({ length: samples }, (_, n) => {
    const label = random.integer(classes)
    const view = 1 + random.integer(views)
    return { label, presentView: order[n] < singles ? view : 0 }
  })
}

/**
 * Every (class, view) equally often among the single-view samples, and every class equally often
 * among the multi-view ones.
 */
const evenKinds = (settings: DataSettings, singles: number, random: Stream): SampleRequest[] => {
  const { classes, samples } = settings
  const order = random.permutation(samples)
  // If the numbers do not divide evenly, chance decides which class gets one more.
  const cell = random.permutation(featureCount(settings))
  const ofMulti = random.permutation(classes)
  return Array.from(order, place => {
    if (place >= singles) return { label: ofMulti[(place - singles) % classes], presentView: 0 }
    const at = cell[place % cell.length]
    return { label: classOfFeature(at, settings), presentView: viewOfFeature(at, settings) }
  })
}

/**
 * A fresh set of single-view samples with `count` of every (class, present view), size V·k·count,
 * or of multi-view samples with `count` of every class, size k·count.
 *
 * @throws SettingError for invalid settings, or when a sample has more feature patches than P.
 * @example
 * drawTestSet('multi', regimes.limit, 3, stream(1, 'test')).size // 30
 */
export const drawTestSet = (
  kind: 'single' | 'multi',
  settings: DataSettings,
  count: number,
  random: Stream,
): Dataset =>
  drawSamples(settings, cells(settings.classes, count, kind === 'single' ? viewsOf(settings) : [0]), random)

const cells = (classes: number, count: number, views: readonly number[]): SampleRequest[] => {
  const kinds: SampleRequest[] = []
  for (let label = 0; label < classes; label++)
    for (const presentView of views) for (let n = 0; n < count; n++) kinds.push({ label, presentView })
  return kinds
}

/**
 * Samples of the given kinds, drawn from D_m or D_s given label and view. A single-view sample
 * shows its present view with the own weight, and each of the V − 1 others of its class with weight
 * ρ.
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
  const views = viewsOf(settings)
  const ownWeightOf = views.map((view): Range => {
    const [low, high] = settings.ownWeight
    const factor = factorOf(view, settings)
    return [factor * low, factor * high]
  })
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
      for (const view of views)
        if (j === label) {
          const shown = presentView === 0 || presentView === view
          place(
            featureIndex(j, view, settings),
            shown ? ownWeightOf[view - 1] : settings.weakViewWeight,
            ofOwn,
          )
        } else if (random.bernoulli(otherFeatureRate / classes))
          place(featureIndex(j, view, settings), otherWeight, ofOther)
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
