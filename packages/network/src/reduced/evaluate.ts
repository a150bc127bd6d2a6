/**
 * Ensembles of reduced networks on fresh samples: the sum of the outputs of neurons that were
 * computed, between bounds.
 *
 * The noise of a fresh patch is |b| ≤ 9 σ_0‖ξ‖ (limit/member-outputs.ts), and a neuron that was
 * never computed has a preactivation below the certificate's bound, here with fresh noise on top.
 * Both are some millionths of a learned output. If they leave a comparison open, the sample counts
 * as an error, so that errors are never too few; `undecided` says how many are not certain.
 */

import { smoothedReluOf } from '../activation/smoothed-relu.ts'
import type { Dataset } from '../data/dataset.ts'
import { classOfFeature, type Features, featureCount } from '../data/features.ts'
import { noiseBound } from '../limit/member-outputs.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import type { ReducedCorrelation } from './trainee.ts'

/**
 * A trained reduced network, as evaluation needs it.
 *
 * Usage: `countReducedErrors(settings, [trainReducedModel(settings, names)], fresh).errors`
 */
export interface ReducedNetwork extends ReducedCorrelation {
  /**
   * At least the largest preactivation of a neuron that was not computed, `largestIdle` of its
   * certificate.
   */
  readonly largestIdle: number
}

export interface ErrorCount {
  /** Samples on which some i ≠ y has F_y ≤ F_i, or may have. */
  readonly errors: number
  /** Those of these errors that are not certain. */
  readonly undecided: number
  /** [k] the errors by class. */
  readonly byClass: Int32Array
}

/** Bounds of the outputs of some networks on one sample, summed over these networks. */
interface OutputBounds {
  /** Computes the bounds on sample n. */
  at(n: number): void
  /** [k], of the neurons that were computed; 0 for classes that are not in `met`. */
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** The classes that some computed neuron of the sample's features belongs to. */
  readonly met: readonly number[]
  /** The most that the other neurons of a class add to its output. */
  readonly idle: number
}

/** A sample shows few features. So few classes are met, and only their outputs are computed. */
const boundsOn = (
  network: NetworkSettings,
  members: readonly ReducedNetwork[],
  data: Dataset,
): OutputBounds => {
  const { classes } = data.settings
  const { neurons, power, threshold, initialScale } = network
  const relu = smoothedReluOf(power, threshold)
  const responses = respondingTo(members, data.settings, neurons, threshold)
  const largestIdle = members.reduce((most, member) => Math.max(most, member.largestIdle), 0)
  const lower = new Float64Array(classes)
  const upper = new Float64Array(classes)
  const met: number[] = []
  let idle = 0
  const at = (n: number): void => {
    for (const i of met) lower[i] = upper[i] = 0
    met.length = 0
    idle = 0
    for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++) {
      const z = data.weight[p]
      const bound = noiseBound * initialScale * data.noiseNorm[p]
      const { ofClass, correlation, ownIdle } = responses[data.feature[p]]
      for (let e = 0; e < correlation.length; e++) {
        const u = correlation[e] * z
        const i = ofClass[e]
        if (upper[i] === 0) met.push(i)
        lower[i] += relu(u - bound)
        upper[i] += relu(u + bound)
      }
      idle += members.length * neurons * relu(Math.max(largestIdle, ownIdle * z) + bound)
    }
  }
  return {
    at,
    lower,
    upper,
    met,
    get idle() {
      return idle
    },
  }
}

/**
 * Counts the samples on which the average of the networks errs; a tie counts as an error. With
 * `groups`, each the indices of the members of an ensemble, it counts for each ensemble, and
 * computes the outputs of a network once.
 *
 * @example
 * const settings = { ...regimes.theorems, classes: 4, otherFeatureRate: 1, samples: 24, neurons: 4, maxSteps: 0 }
 * const network = trainReducedModel(settings, { seed: 1, dataset: 'a', initialization: 'b' })
 * const fresh = drawTestSet('multi', settings, 1, stream(1, 'test'))
 * countReducedErrors(settings, [network], fresh).errors // 4
 */
export function countReducedErrors(
  network: NetworkSettings,
  networks: readonly ReducedNetwork[],
  data: Dataset,
): ErrorCount
export function countReducedErrors(
  network: NetworkSettings,
  networks: readonly ReducedNetwork[],
  data: Dataset,
  groups: readonly ArrayLike<number>[],
): ErrorCount[]
export function countReducedErrors(
  network: NetworkSettings,
  networks: readonly ReducedNetwork[],
  data: Dataset,
  groups?: readonly ArrayLike<number>[],
): ErrorCount | ErrorCount[] {
  if (groups === undefined) return errorsOf([boundsOn(network, networks, data)], [[0]], data)[0]
  return errorsOf(
    networks.map(each => boundsOn(network, [each], data)),
    groups,
    data,
  )
}

/**
 * The class of the largest output of a network on each sample, [N]; −1 where the bounds leave open
 * which one it is.
 *
 * @example
 * const settings = { ...regimes.theorems, classes: 4, otherFeatureRate: 1, samples: 24, neurons: 4, maxSteps: 0 }
 * const network = trainReducedModel(settings, { seed: 1, dataset: 'a', initialization: 'b' })
 * const fresh = drawTestSet('multi', settings, 1, stream(1, 'test'))
 * [...reducedPredictions(settings, network, fresh)] // [-1, -1, -1, -1]
 */
export const reducedPredictions = (
  network: NetworkSettings,
  trained: ReducedNetwork,
  data: Dataset,
): Int32Array => {
  const { classes } = data.settings
  const bounds = boundsOn(network, [trained], data)
  const { lower, upper } = bounds
  return Int32Array.from({ length: data.size }, (_, n) => {
    bounds.at(n)
    const { idle } = bounds
    let largest = 0
    for (let i = 1; i < classes; i++) if (lower[i] > lower[largest]) largest = i
    for (let i = 0; i < classes; i++) if (i !== largest && upper[i] + idle >= lower[largest]) return -1
    return largest
  })
}

/** The errors of each group of networks. The bounds of a network are computed once a sample. */
const errorsOf = (
  networks: readonly OutputBounds[],
  groups: readonly ArrayLike<number>[],
  { size, label, settings: { classes } }: Dataset,
): ErrorCount[] => {
  const counts = groups.map(() => ({ errors: 0, undecided: 0, byClass: new Int32Array(classes) }))
  const rivals = rivalsAmong(networks, classes)
  for (let n = 0; n < size; n++) {
    for (const bounds of networks) bounds.at(n)
    rivals.find(label[n])
    for (let g = 0; g < groups.length; g++) {
      const judged = rivals.judge(groups[g])
      if (judged === 'right') continue
      const count = counts[g]
      count.errors++
      count.byClass[label[n]]++
      if (judged === 'open') count.undecided++
    }
  }
  return counts
}

/** Far above what rounding changes in a sum over networks. */
const slack = 1 + 2 ** -40

/**
 * The label of the present sample and its rivals: the other classes that some network meets, by the
 * largest upper bound of any network.
 */
const rivalsAmong = (networks: readonly OutputBounds[], classes: number) => {
  const [lower, upper, idle] = Array.from({ length: 3 }, () => new Float64Array(networks.length))
  const most = new Float64Array(classes)
  const rivals: number[] = []
  const find = (y: number): void => {
    for (const i of rivals) most[i] = 0
    rivals.length = 0
    networks.forEach((bounds, j) => {
      lower[j] = bounds.lower[y]
      upper[j] = bounds.upper[y]
      idle[j] = bounds.idle
      for (const i of bounds.met) {
        if (i === y) continue
        if (!rivals.includes(i)) rivals.push(i)
        most[i] = Math.max(most[i], bounds.upper[i])
      }
    })
    rivals.sort((i, j) => most[j] - most[i])
  }
  /** Whether the average of some networks is right. */
  const judge = (group: ArrayLike<number>): 'right' | 'wrong' | 'open' => {
    let [lowest, highest, ofIdle] = [0, 0, 0]
    for (let at = 0; at < group.length; at++) {
      const j = group[at]
      lowest += lower[j]
      highest += upper[j]
      ofIdle += idle[j]
    }
    // Classes that are not met have the output 0, so they are compared once.
    let isOpen = ofIdle >= lowest
    if (highest + ofIdle <= 0) return 'wrong'
    for (const i of rivals) {
      if (group.length * most[i] * slack + ofIdle < lowest) break
      let [low, high] = [0, 0]
      for (let at = 0; at < group.length; at++) {
        const bounds = networks[group[at]]
        low += bounds.lower[i]
        high += bounds.upper[i]
      }
      if (low >= highest + ofIdle) return 'wrong'
      if (high + ofIdle >= lowest) isOpen = true
    }
    return isOpen ? 'open' : 'right'
  }
  return { find, judge }
}

/**
 * The neurons that a feature excites. Those above a hundredth of ϱ stand one by one. The largest of
 * them, or 0, stands for the other neurons of the feature's class.
 */
interface Response {
  readonly ofClass: Int32Array
  readonly correlation: Float64Array
  readonly ownIdle: number
}

const respondingTo = (
  members: readonly ReducedNetwork[],
  features: Features,
  neurons: number,
  threshold: number,
): Response[] => {
  const active = Array.from({ length: featureCount(features) }, () => ({
    ofClass: [] as number[],
    correlation: [] as number[],
    ownIdle: 0,
  }))
  const put = (feature: number, ofClass: number, a: number): void => {
    const at = active[feature]
    if (a > threshold / 100) {
      at.ofClass.push(ofClass)
      at.correlation.push(a)
    } else at.ownIdle = Math.max(at.ownIdle, a)
  }
  for (const { own, promoted } of members) {
    own.forEach((a, at) => {
      const feature = Math.floor(at / neurons)
      put(feature, classOfFeature(feature, features), a)
    })
    for (let at = 0; at < promoted.length; at += 4) put(promoted[at + 2], promoted[at], promoted[at + 3])
  }
  return active.map(({ ofClass, correlation, ownIdle }) => ({
    ofClass: Int32Array.from(ofClass),
    correlation: Float64Array.from(correlation),
    ownIdle,
  }))
}
