/**
 * Ensembles of reduced networks on fresh samples: the sum of the outputs of neurons that were
 * computed, between bounds.
 *
 * The noise of a fresh patch is |b| ≤ 9 σ_0‖ξ‖ (limit/member-outputs.ts), and a neuron that was
 * never computed has a preactivation below the certificate's bound, here with fresh noise on top.
 * Both are some millionths of a learned output. If they leave a comparison open, the sample counts
 * as an error, so that errors are never too few; `undecided` says how many are not certain.
 */

import { smoothedRelu } from '../activation/smoothed-relu.ts'
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

/** Bounds of the outputs of some networks, summed over these. */
interface OutputBounds {
  readonly classes: number
  /** [N, k], of the neurons that were computed. */
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** [N] the most that the other neurons of a class add to its output. */
  readonly idle: Float64Array
}

/** Bounds of the sum of the networks' outputs. */
const reducedOutputs = (
  network: NetworkSettings,
  members: readonly ReducedNetwork[],
  data: Dataset,
): OutputBounds => {
  const { classes } = data.settings
  const { neurons, power, threshold, initialScale } = network
  const relu = (u: number): number => smoothedRelu(u, power, threshold)
  const responses = respondingTo(members, data.settings, neurons, threshold)
  const largestIdle = members.reduce((most, member) => Math.max(most, member.largestIdle), 0)
  const lower = new Float64Array(data.size * classes)
  const upper = new Float64Array(data.size * classes)
  const idle = new Float64Array(data.size)
  for (let n = 0; n < data.size; n++) {
    const at = n * classes
    for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++) {
      const z = data.weight[p]
      const bound = noiseBound * initialScale * data.noiseNorm[p]
      const { ofClass, correlation, ownIdle } = responses[data.feature[p]]
      for (let e = 0; e < correlation.length; e++) {
        const u = correlation[e] * z
        lower[at + ofClass[e]] += relu(u - bound)
        upper[at + ofClass[e]] += relu(u + bound)
      }
      idle[n] += members.length * neurons * relu(Math.max(largestIdle, ownIdle * z) + bound)
    }
  }
  return { classes, lower, upper, idle }
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
  members: readonly ReducedNetwork[],
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
  const outputs =
    groups === undefined
      ? [reducedOutputs(network, networks, data)]
      : networks.map(each => reducedOutputs(network, [each], data))
  const active = activeClasses(outputs, data.size)
  if (groups === undefined) return errorsWithin(outputs, data.label, active)
  return groups.map(group =>
    errorsWithin(
      Array.from(group, j => outputs[j]),
      data.label,
      active,
    ),
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
  const { classes, lower, upper, idle } = reducedOutputs(network, [trained], data)
  return Int32Array.from({ length: data.size }, (_, n) => {
    const at = n * classes
    let largest = 0
    for (let i = 1; i < classes; i++) if (lower[at + i] > lower[at + largest]) largest = i
    for (let i = 0; i < classes; i++)
      if (i !== largest && upper[at + i] + idle[n] >= lower[at + largest]) return -1
    return largest
  })
}

/** For each sample, the classes with an output above 0 in some of the networks. */
const activeClasses = (outputs: readonly OutputBounds[], size: number): number[][] => {
  const [{ classes }] = outputs
  return Array.from({ length: size }, (_, n) =>
    Array.from({ length: classes }, (_, i) => i).filter(i =>
      outputs.some(({ upper }) => upper[n * classes + i] > 0),
    ),
  )
}

/** Classes that are not active have the output 0, so they are compared once. */
const errorsWithin = (
  outputs: readonly OutputBounds[],
  label: Int32Array,
  active: readonly (readonly number[])[],
): ErrorCount => {
  const [{ classes }] = outputs
  const byClass = new Int32Array(classes)
  const lower = new Float64Array(classes)
  const upper = new Float64Array(classes)
  let errors = 0
  let undecided = 0
  label.forEach((y, n) => {
    const at = n * classes
    const shown = active[n]
    lower[y] = 0
    upper[y] = 0
    for (const i of shown) {
      let low = 0
      let high = 0
      for (const each of outputs) {
        low += each.lower[at + i]
        high += each.upper[at + i]
      }
      lower[i] = low
      upper[i] = high
    }
    const idle = outputs.reduce((sum, each) => sum + each.idle[n], 0)
    let wrong = upper[y] + idle <= 0
    let open = idle >= lower[y]
    for (const i of shown) {
      if (i === y) continue
      if (lower[i] >= upper[y] + idle) wrong = true
      else if (upper[i] + idle >= lower[y]) open = true
    }
    if (!wrong && !open) return
    errors++
    byClass[y]++
    if (!wrong) undecided++
  })
  return { errors, undecided, byClass }
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
