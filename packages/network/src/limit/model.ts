/**
 * The network in the orthogonal-noise limit d → ∞, where two sets of numbers determine gradient
 * descent: the correlations of every neuron with the features, a[i,r,v] = ⟨w_{i,r}, v⟩, and with
 * each patch's own noise, b[i,r,n,p] = ⟨w_{i,r}, ξ_{n,p}⟩.
 *
 * A patch p of sample n that carries v with weight z has the preactivation a[i,r,v]·z + b[i,r,n,p].
 * With g = ∂L/∂F_i(X_n) · ReLU~'(preactivation), a step of descent is a[i,r,v] −= η Σ z·g over the
 * patches that carry v, and b[i,r,n,p] −= η ‖ξ_{n,p}‖² g. All N·P·k·m preactivations are computed;
 * nothing is dropped.
 *
 * Arrays that the model takes and returns are patch-major: the neurons c = i·m + r of a feature or
 * a patch are contiguous. Inside they are cut into panels of a few neurons (step/plain.ts), and
 * `advance` only records the step: the next `outputs` moves b in the same pass.
 */

import type { Stream } from '@multiview/tensor'
import type { Dataset } from '../data/dataset.ts'
import { featureCount } from '../data/features.ts'
import { type Model, stateOf } from '../descent/model.ts'
import type { Correlations } from '../descent/watched.ts'
import { SettingError } from '../settings/setting-error.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { checkNetwork } from '../settings/validate.ts'
import { limitGradientNorms } from './gradient-norms.ts'
import { fromPanels, toPanels } from './panels.ts'
import { relativeStep } from './relative-step.ts'
import type { LimitStep, LimitStepShape } from './step/plain.ts'
import { limitStep } from './step/step.ts'

/**
 * The two sets of numbers that determine the limit dynamics.
 *
 * Usage: `const start: LimitWeights = startOf(settings, names, data)`
 */
export interface LimitWeights extends Correlations {
  /** a, [V·k, k·m]: correlation of neuron c = i·m + r with feature v at v·k·m + c. */
  readonly featureCorrelation: Float64Array
  /** b, [Q, k·m]: correlation of neuron c with the noise of patch row p at p·k·m + c. */
  readonly noiseCorrelation: Float64Array
}

/** a ~ N(0, σ_0²), independent; [V·k, k·m]. */
export const drawFeatureCorrelation = (
  classes: number,
  network: NetworkSettings,
  random: Stream,
  views = 2,
): Float64Array => {
  checkNetwork(network)
  const a = new Float64Array(featureCount({ classes, views }) * classes * network.neurons)
  random.fillNormal(a, network.initialScale)
  return a
}

/**
 * b ~ N(0, σ_0² ‖ξ_p‖²), independent; [rows, k·m], one row for each ‖ξ_p‖.
 *
 * @example
 * const fresh = drawTestSet('multi', regimes.limit, 1, stream(1, 'test'))
 * drawNoiseCorrelation(fresh, regimes.limit, stream(1, 'noise')).length === fresh.feature.length * 50 // true
 */
export const drawNoiseCorrelation = (
  { settings, noiseNorm }: Pick<Dataset, 'settings' | 'noiseNorm'>,
  network: NetworkSettings,
  random: Stream,
): Float64Array => {
  checkNetwork(network)
  const neurons = settings.classes * network.neurons
  const b = new Float64Array(noiseNorm.length * neurons)
  noiseNorm.forEach((norm, p) => {
    random.fillNormal(b.subarray(p * neurons, (p + 1) * neurons), network.initialScale * norm)
  })
  return b
}

/** A limit model and the weights that its training moves. */
export interface LimitModel extends Model {
  /** A copy of the present weights, or of arrays that are laid out as those of `parts`. */
  weights(of?: readonly Float64Array[]): LimitWeights
  /** A copy of the present a alone, [V·k, k·m]. */
  featureCorrelation(): Float64Array
  /** ‖∂L/∂w_i‖ over all neurons of class i, [k], of the `backward` before the next `outputs`. */
  gradientNorms(): Float64Array
}

/** @throws SettingError for invalid network settings and for data with feature noise. */
const shapeOf = (data: Dataset, network: NetworkSettings): LimitStepShape => {
  checkNetwork(network)
  if (data.gains !== undefined)
    throw new SettingError(
      'featureNoise',
      data.settings.featureNoise,
      '0 in limitModel; take mixedLimitModel',
    )
  const { classes, views } = data.settings
  const { neurons, power, threshold } = network
  const { firstPatch, feature, weight } = data
  const noiseSquared = data.noiseNorm.map(norm => norm * norm)
  return { classes, views, neurons, power, threshold, firstPatch, feature, weight, noiseSquared }
}

/**
 * @param caller the function that was given the weights
 * @throws RangeError unless a and b have so many numbers.
 */
export const checkWeights = (
  caller: string,
  { featureCorrelation: { length: ofA }, noiseCorrelation: { length: ofB } }: LimitWeights,
  sizeOfA: number,
  sizeOfB: number,
): void => {
  if (ofA !== sizeOfA || ofB !== sizeOfB)
    throw new RangeError(
      `${caller}: the weights hold ${ofA} and ${ofB} numbers; this data and network take ${sizeOfA} and ${sizeOfB}.`,
    )
}

/**
 * The model on a training set, starting at the given weights, which stay as they are.
 *
 * @param makeStep the kernel that computes a step; the default is the fastest that runs here, and
 * all give the same bits.
 * @throws SettingError for invalid network settings and for data with feature noise; RangeError
 * when the weights do not fit the data.
 * @example
 * const { limit } = regimes
 * const data = trainingSetOf(limit, { seed: 1, dataset: 'a' })
 * const model = limitModel(data, limit, startOf(limit, { seed: 1, dataset: 'a', initialization: 'b' }, data))
 * model.outputs().length // 1200
 */
export const limitModel = (
  data: Dataset,
  network: NetworkSettings,
  start: LimitWeights,
  makeStep: (shape: LimitStepShape) => LimitStep = limitStep,
): LimitModel => {
  const shape = shapeOf(data, network)
  const { classes, neurons, noiseSquared } = shape
  const all = classes * neurons
  const rows = data.feature.length
  const features = featureCount(data.settings)
  checkWeights('limitModel', start, features * all, rows * all)
  const step = makeStep(shape)
  const relative = relativeStep([{ shape, step }])
  const { a, b } = step.arrays
  toPanels(start.featureCorrelation, all, a)
  toPanels(start.noiseCorrelation, all, b)
  /** The step that `advance` was given; the next pass over the weights applies it. */
  let pending: number | null = null
  const settle = (): void => {
    if (pending !== null) step.advance(pending)
    pending = null
  }
  const saved = stateOf([a, b])
  const weightsOf = (ofA: Float64Array, ofB: Float64Array): LimitWeights => ({
    featureCorrelation: fromPanels(ofA, new Float64Array(features * all), all),
    noiseCorrelation: fromPanels(ofB, new Float64Array(rows * all), all),
  })
  return {
    classes,
    size: data.size,
    featureCorrelation: () => {
      settle()
      return fromPanels(a, new Float64Array(features * all), all)
    },
    weights: ([ofA, ofB] = [a, b]) => {
      settle()
      return weightsOf(ofA, ofB)
    },
    parts: () => [
      { weights: a, change: step.arrays.changeOfA },
      { weights: b, change: step.arrays.slope },
    ],
    gradientNorms: () => {
      const change = weightsOf(step.arrays.changeOfA, step.arrays.slope)
      return limitGradientNorms(change, noiseSquared, classes, neurons)
    },
    outputs: () => {
      if (pending === null) step.forward()
      else step.advanceAndForward(pending)
      pending = null
      return step.arrays.outputs
    },
    backward: outputGradient => {
      settle()
      step.arrays.outputGradient.set(outputGradient)
      step.backward()
    },
    relativeStep: relative.least,
    state: () => {
      settle()
      return saved.state()
    },
    restore: state => {
      saved.restore(state)
      pending = null
      relative.forget()
    },
    advance: size => {
      settle()
      pending = size
      relative.moved(size)
    },
  }
}
