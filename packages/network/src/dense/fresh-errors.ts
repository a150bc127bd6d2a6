/**
 * The errors of trained networks in R^d on fresh samples, computed without samples in R^d: noise ξ
 * ~ N(0, (‖ξ‖²/d) I) acts only through its correlations with the neurons. These are N(0, (‖ξ‖²/d) W
 * Wᵀ) and are drawn directly.
 *
 * Neurons whose output cannot exceed a small bound are left out. What they could add counts against
 * the label: a sample that they could decide counts as an error.
 */

import { eigh, maximum, type Stream, sqrt, tensor } from '@multiview/tensor'
import { gemm, type MatrixView, matrixView, transposedView } from '@multiview/tensor/kernels'
import { smoothedRelu } from '../activation/smoothed-relu.ts'
import type { Dataset } from '../data/dataset.ts'
import { drawTestSet } from '../data/draw.ts'
import { factorOf, featureCount, featureIndex, viewsOf } from '../data/features.ts'
import { backgroundNoiseNormOf, drawGains } from '../data/gains.ts'
import { learnedEach } from '../lottery/lottery.ts'
import { viewStrength } from '../lottery/view-strength.ts'
import type { DataSettings, DenseSettings, NetworkSettings } from '../settings/settings.ts'
import { featureCorrelations } from './correlations.ts'

type FreshSettings = DataSettings & DenseSettings & NetworkSettings

/**
 * The noise of a neuron that is left out is assumed to stay within this many standard deviations.
 * For one patch the probability of a larger noise is 1e-12.
 */
const deviations = 7

/** What the neurons of a class that are left out may add to an output, in units of ϱ. */
const leftOutAtMost = 0.05

/** Samples of a class and view that are in memory at once. */
const perClassAtOnce = 25

/**
 * Errors of the average of networks on fresh samples, by the views that the networks have learned.
 */
export interface FreshErrors {
  /** Single-view samples whose view no network has learned, and errors among them. */
  readonly unknown: number
  readonly unknownErrors: number
  /** Single-view samples whose view some network has learned, and errors among them. */
  readonly known: number
  readonly knownErrors: number
  readonly multi: number
  readonly multiErrors: number
}

/**
 * Errors of the average of networks, a tie included, on fresh samples: `perCell` single-view ones
 * of every class and view, and `perClass` multi-view ones of every class.
 *
 * @param features [V·k, d]
 * @param members weights w [k, m, d] of each network
 */
export const countFreshErrors = (
  settings: FreshSettings,
  features: Float64Array,
  members: readonly Float64Array[],
  { perCell, perClass }: { readonly perCell: number; readonly perClass: number },
  random: Stream,
): FreshErrors => {
  const learned = learnedByAny(settings, features, members)
  const isWrong = judgeOf(settings, features, members)
  const errors = { unknown: 0, unknownErrors: 0, known: 0, knownErrors: 0, multi: 0, multiErrors: 0 }
  const count = (kind: 'single' | 'multi', total: number): void => {
    for (let done = 0; done < total; done += perClassAtOnce) {
      const part = Math.min(perClassAtOnce, total - done)
      const table = drawTestSet(kind, settings, part, random.split('samples', kind, done))
      isWrong(table, random.split('noise', kind, done)).forEach((wrong, n) => {
        const isKnown = (): boolean => learned[featureIndex(table.label[n], table.presentView[n], settings)]
        const of = kind === 'multi' ? 'multi' : isKnown() ? 'known' : 'unknown'
        errors[of]++
        if (wrong) errors[`${of}Errors`]++
      })
    }
  }
  count('single', perCell)
  count('multi', perClass)
  return errors
}

/** [V·k] whether some network has learned a view. */
const learnedByAny = (
  { classes, views, neurons, dimension }: FreshSettings,
  features: Float64Array,
  members: readonly Float64Array[],
): boolean[] => {
  const each = members.map(w =>
    learnedEach(viewStrength(featureCorrelations(features, w, dimension), classes, neurons), views),
  )
  return each[0].map((_, view) => each.some(learned => learned[view]))
}

/** Whether the average of the networks errs on each sample of a table. */
const judgeOf = (
  settings: FreshSettings,
  features: Float64Array,
  members: readonly Float64Array[],
): ((table: Dataset, noise: Stream) => boolean[]) => {
  const { classes, patches, power, threshold, dimension } = settings
  const { kept, leftOut } = neuronsThatCount(settings, features, members)
  const count = kept.length
  const featuresInAll = featureCount(settings)
  const w = new Float64Array(count * dimension)
  kept.forEach(({ weights }, at) => {
    w.set(weights, at * dimension)
  })
  const a = product(w, count, features, featuresInAll, dimension)
  const factor = noiseFactor(settings, w, a, count)
  return (table, noise) => {
    const gains = table.gains ?? drawGains(settings, table, noise)
    const rows = table.size * patches
    const drawn = noise.fillNormal(new Float64Array(rows * count))
    for (let row = 0, at = 0; row < rows; row++)
      for (let c = 0; c < count; c++, at++) drawn[at] *= gains.noiseNorm[row]
    const z = new Float64Array(rows * count)
    const ofZ = matrixView(z, rows, count)
    gemm(matrixView(drawn, rows, count), transposedView(factor), ofZ)
    const ofGains = matrixView(gains.gain, rows, featuresInAll)
    gemm(ofGains, transposedView(matrixView(a, count, featuresInAll)), ofZ, {
      alpha: 1,
      beta: 1,
    })
    return Array.from({ length: table.size }, (_, n) => {
      const outputs = new Float64Array(classes)
      for (let row = n * patches, at = row * count; row < (n + 1) * patches; row++)
        for (let c = 0; c < count; c++, at++)
          if (z[at] > 0) outputs[kept[c].ofClass] += smoothedRelu(z[at], power, threshold)
      const own = outputs[table.label[n]]
      return outputs.some((output, i) => i !== table.label[n] && output + leftOut[i] >= own)
    })
  }
}

interface Neuron {
  readonly ofClass: number
  readonly weights: Float64Array
}

/** The neurons that are computed, and what all others may add to the output of each class, [k]. */
const neuronsThatCount = (
  settings: FreshSettings,
  features: Float64Array,
  members: readonly Float64Array[],
): { kept: Neuron[]; leftOut: Float64Array } => {
  const { classes, neurons, patches, power, threshold, dimension } = settings
  const all = members.flatMap(w =>
    Array.from(
      { length: classes * neurons },
      (_, c): Neuron => ({
        ofClass: Math.floor(c / neurons),
        weights: w.subarray(c * dimension, (c + 1) * dimension),
      }),
    ),
  )
  const allowed = (leftOutAtMost * threshold) / neurons
  const leftOut = new Float64Array(classes)
  const kept = all.filter(neuron => {
    const most = patches * smoothedRelu(reachOf(settings, features, neuron), power, threshold)
    if (most <= allowed) leftOut[neuron.ofClass] += most
    return most > allowed
  })
  return { kept, leftOut }
}

/** The largest preactivation that a neuron can have in a fresh sample. */
const reachOf = (settings: FreshSettings, features: Float64Array, { weights }: Neuron): number => {
  const { dimension, featureNoise, noiseNorm } = settings
  const along = product(weights, 1, features, featureCount(settings), dimension)
  const largestFactor = Math.max(...viewsOf(settings).map(view => factorOf(view, settings)))
  const largestWeight = Math.max(
    ...[
      settings.ownWeight.map(most => most * largestFactor),
      settings.weakViewWeight,
      settings.otherWeight,
      settings.singleViewOtherWeight,
    ].flat(),
  )
  const norm = Math.sqrt(product(weights, 1, weights, 1, dimension)[0] / dimension)
  const noise = Math.max(noiseNorm, backgroundNoiseNormOf(settings)) * norm
  const positive = along.map(value => Math.max(value, 0))
  const ofFeatureNoise = featureNoise * positive.reduce((sum, value) => sum + value, 0)
  return largestWeight * Math.max(...positive) + ofFeatureNoise + deviations * noise
}

/** L with L Lᵀ the covariance of the neurons' correlations with noise of length 1, of any rank. */
const noiseFactor = (
  settings: FreshSettings,
  w: Float64Array,
  a: Float64Array,
  count: number,
): MatrixView<Float64Array> => {
  const { dimension, noiseSpan } = settings
  const covariance = product(w, count, w, count, dimension)
  if (noiseSpan === 'off features') {
    const along = product(a, count, a, count, featureCount(settings))
    along.forEach((value, at) => {
      covariance[at] -= value
    })
  }
  const matrix = tensor(covariance.map(value => value / dimension)).reshape([count, count])
  const { eigenvalues, eigenvectors } = eigh(matrix)
  const factor = eigenvectors.mul(sqrt(maximum(eigenvalues, 0)))
  return matrixView(factor.data as Float64Array, count, count)
}

/** The inner products of the rows of two matrices with this many columns. */
const product = (
  one: Float64Array,
  rows: number,
  other: Float64Array,
  otherRows: number,
  columns: number,
): Float64Array => {
  const all = new Float64Array(rows * otherRows)
  gemm(
    matrixView(one, rows, columns),
    transposedView(matrixView(other, otherRows, columns)),
    matrixView(all, rows, otherRows),
  )
  return all
}
