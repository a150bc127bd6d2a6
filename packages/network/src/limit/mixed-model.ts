/**
 * The limit model on mixed samples. A preactivation is linear in its patch, so that of a mixed
 * patch is the weighted sum of the preactivations of its patches; the weights are still a and b of
 * the original data. One sparse matrix takes a and b to all mixed preactivations u, and its
 * transpose takes −∂L/∂u back, where b gets a factor ‖ξ‖².
 */

import { type Dataset, noiseLengths } from '../data/dataset.ts'
import { featureCount } from '../data/features.ts'
import { checkMixture, type Mixture } from '../data/mixture.ts'
import { stateOf } from '../descent/model.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { checkNetwork } from '../settings/validate.ts'
import { limitGradientNorms } from './gradient-norms.ts'
import { checkWeights, type LimitModel, type LimitWeights } from './model.ts'
import { fromPanels, toPanels } from './panels.ts'
import { mixedStep } from './step/mixed.ts'
import { sizes } from './step/plain.ts'
import { type MixedStep, type MixedStepShape, type SparseRows, scaledTranspose } from './step/product.ts'

/**
 * The model on mixed samples of a training set, starting at the given weights of the training set,
 * which stay as they are. Its outputs are those of the mixed samples, [M, k].
 *
 * @param makeStep the kernel that computes a step; the default is the fastest that runs here, and
 * all give the same bits.
 * @throws SettingError for invalid network settings; RangeError when the weights or the mixture do
 * not fit the data.
 * @example
 * const { limit } = regimes
 * const data = trainingSetOf(limit, { seed: 1, dataset: 'a' })
 * const mixture = mixPairs(placesOf(data, stream(1, 'places')), data.label, 10, [[0, 1], [2, 3]])
 * const start = startOf(limit, { seed: 1, dataset: 'a', initialization: 'b' }, data)
 * mixedLimitModel(data, mixture, limit, start).outputs().length // 20
 */
export const mixedLimitModel = (
  data: Dataset,
  mixture: Mixture,
  network: NetworkSettings,
  start: LimitWeights,
  makeStep: (shape: MixedStepShape) => MixedStep = mixedStep,
): LimitModel => {
  checkNetwork(network)
  const { classes, views } = data.settings
  const { neurons, power, threshold } = network
  const all = classes * neurons
  const features = featureCount(data.settings)
  const norm = noiseLengths(data)
  checkMixture(mixture, classes, norm.length, 'mixedLimitModel')
  checkWeights('mixedLimitModel', start, features * all, norm.length * all)
  const noiseSquared = norm.map(length => length * length)
  const rows = features + norm.length
  const mixed = mixture.firstReference.length - 1
  const inner = {
    classes,
    views,
    neurons,
    power,
    threshold,
    firstPatch: mixture.firstPatch,
    feature: new Int32Array(mixed),
    weight: new Float64Array(mixed),
    noiseSquared: new Float64Array(mixed).fill(1),
  }
  const mixing = mixingOf(data, mixture)
  const scale = new Float64Array(rows).fill(1)
  scale.set(noiseSquared, features)
  const step = makeStep({ inner, mixing, back: scaledTranspose(mixing, rows, scale) })
  const { outputs, outputGradient, largest, largestChange } = step.inner.arrays
  const { panels } = sizes(inner)
  const joined = new Float64Array(rows * all)
  joined.set(start.featureCorrelation)
  joined.set(start.noiseCorrelation, features * all)
  toPanels(joined, all, step.state)
  const partsOf = (panelled: Float64Array): LimitWeights => {
    const whole = fromPanels(panelled, new Float64Array(rows * all), all)
    return {
      featureCorrelation: whole.slice(0, features * all),
      noiseCorrelation: whole.slice(features * all),
    }
  }
  return {
    classes,
    size: mixture.size,
    weights: ([of] = [step.state]) => partsOf(of),
    parts: () => [{ weights: step.state, change: step.change }],
    featureCorrelation: () => partsOf(step.state).featureCorrelation,
    gradientNorms: () => limitGradientNorms(partsOf(step.change), noiseSquared, classes, neurons),
    outputs: () => {
      step.mixState()
      step.inner.forward()
      return outputs
    },
    backward: gradient => {
      outputGradient.set(gradient)
      step.inner.backward()
      step.unmix()
    },
    relativeStep: () => {
      step.mixChange()
      let least = Number.POSITIVE_INFINITY
      for (let panel = 0; panel < panels; panel++) step.inner.measure(panel)
      for (let c = 0; c < largest.length; c++)
        if (largestChange[c] > 0) least = Math.min(least, largest[c] / largestChange[c])
      return least
    },
    advance: step.advance,
    ...stateOf([step.state]),
  }
}

/** The matrix from a and b, V·k + rows of correlations, to the mixed preactivations. */
const mixingOf = ({ settings, feature, weight, gains }: Dataset, mixture: Mixture): SparseRows => {
  const features = featureCount(settings)
  const { firstReference, row, weight: share } = mixture
  const first = new Int32Array(firstReference.length)
  const column: number[] = []
  const value: number[] = []
  for (let s = 0; s + 1 < firstReference.length; s++) {
    const entries = new Map<number, number>()
    const add = (at: number, by: number): unknown => by !== 0 && entries.set(at, (entries.get(at) ?? 0) + by)
    for (let e = firstReference[s]; e < firstReference[s + 1]; e++) {
      if (gains === undefined) add(feature[row[e]], share[e] * weight[row[e]])
      else for (let v = 0; v < features; v++) add(v, share[e] * gains.gain[row[e] * features + v])
      add(features + row[e], share[e])
    }
    for (const [at, by] of entries) {
      column.push(at)
      value.push(by)
    }
    first[s + 1] = column.length
  }
  return { first, column: Int32Array.from(column), value: Float64Array.from(value) }
}
