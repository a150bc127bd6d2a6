/**
 * Outputs of a trained limit model on fresh samples: bounds at once, exact values on demand
 * (member-outputs.ts).
 */

import { smoothedReluOf } from '../activation/smoothed-relu.ts'
import type { Dataset } from '../data/dataset.ts'
import { featureCount } from '../data/features.ts'
import { gainMemberOutputs } from './gain-member.ts'
import { type MemberOutputs, noiseBound, type TrainedNetwork } from './member-outputs.ts'

/**
 * @param name the name of the test set; another set has other noise.
 *
 * @example
 * const { featureCorrelation } = trainLimitModel({ ...regimes.limit, maxSteps: 2 }, { seed: 1, dataset: 'a', initialization: 'b' })
 * const network = trainedNetwork(regimes.limit, { seed: 1, initialization: 'b' }, featureCorrelation)
 * const fresh = drawTestSet('single', regimes.limit, 1, stream(1, 'test'))
 * memberOutputs(network, fresh, 'test').exact(0).length // 10
 */
export const memberOutputs = (trained: TrainedNetwork, data: Dataset, name: string): MemberOutputs => {
  if (data.gains !== undefined) return gainMemberOutputs(trained, data, data.gains, name)
  const { network, classes, featureCorrelation } = trained
  const { neurons, power, threshold, initialScale } = network
  const noise = trained.testNoise.split(name)
  const relu = smoothedReluOf(power, threshold)
  const lower = new Float64Array(data.size * classes)
  const upper = new Float64Array(data.size * classes)
  const width = classes * neurons
  const responses = Array.from({ length: featureCount(data.settings) }, (_, feature) =>
    responseTo(featureCorrelation.subarray(feature * width, (feature + 1) * width), neurons, threshold),
  )
  for (let n = 0; n < data.size; n++) {
    let idle = 0
    for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++) {
      const z = data.weight[p]
      const bound = noiseBound * initialScale * data.noiseNorm[p]
      const { active, correlation, idleLargest } = responses[data.feature[p]]
      for (let e = 0; e < active.length; e++) {
        const at = n * classes + active[e]
        lower[at] += relu(correlation[e] * z - bound)
        upper[at] += relu(correlation[e] * z + bound)
      }
      idle += neurons * relu(idleLargest * z + bound)
    }
    // What the idle neurons of any class may add. It is at least 0, so the lower bound holds
    // without them.
    for (let at = n * classes; at < (n + 1) * classes; at++) upper[at] += idle
  }
  const exact = (n: number): Float64Array => {
    const outputs = new Float64Array(classes)
    const random = noise.split(n)
    for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++) {
      const row = data.feature[p] * classes * neurons
      const scale = initialScale * data.noiseNorm[p]
      for (let c = 0; c < classes * neurons; c++)
        outputs[Math.floor(c / neurons)] += relu(
          featureCorrelation[row + c] * data.weight[p] + scale * random.normal(),
        )
    }
    return outputs
  }
  return { classes, lower, upper, exact }
}

/**
 * The neurons that a feature excites: those above ϱ/100 one by one, the others by the largest of
 * them, or 0.
 */
interface Response {
  /** Class of each active neuron. */
  readonly active: Int32Array
  readonly correlation: Float64Array
  readonly idleLargest: number
}

const responseTo = (row: Float64Array, neurons: number, threshold: number): Response => {
  const active: number[] = []
  const correlation: number[] = []
  let idleLargest = 0
  row.forEach((value, c) => {
    if (value > threshold / 100) {
      active.push(Math.floor(c / neurons))
      correlation.push(value)
    } else idleLargest = Math.max(idleLargest, value)
  })
  return { active: Int32Array.from(active), correlation: Float64Array.from(correlation), idleLargest }
}
