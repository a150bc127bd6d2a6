/** Made-up networks and outputs for the tests of evaluation. */
import { type Dataset, memberOutputs, type Settings } from '@multiview/network'
import { stream } from '@multiview/tensor'
import type { MemberOutputs, TrainedNetwork } from '../../../packages/network/src/limit/member-outputs.ts'
import { relu } from './naive-limit.ts'

/** A network with normal correlations of the given scale, as if it had been trained. */
export const networkOf = (settings: Settings, scale: number, name: string): TrainedNetwork => {
  const { classes, neurons } = settings
  return {
    network: settings,
    classes,
    featureCorrelation: stream(1, 'network', name).fillNormal(
      new Float64Array(2 * classes * classes * neurons),
      scale,
    ),
    testNoise: stream(1, 'noise', name),
  }
}

/** F(X_n) by the formula, with the noise drawn patch by patch and neuron by neuron. */
export const bruteForce = (trained: TrainedNetwork, data: Dataset, name: string, n: number): number[] => {
  const { classes, network, featureCorrelation } = trained
  const { neurons, power, threshold, initialScale } = network
  const random = trained.testNoise.split(name, n)
  const outputs = new Array<number>(classes).fill(0)
  for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++)
    for (let i = 0; i < classes; i++)
      for (let r = 0; r < neurons; r++) {
        const a = featureCorrelation[data.feature[p] * classes * neurons + i * neurons + r]
        const b = initialScale * data.noiseNorm[p] * random.normal()
        outputs[i] += relu(a * data.weight[p] + b, power, threshold)
      }
  return outputs
}

/** Outputs that are known exactly, one row per sample. */
export const known = (rows: number[][]): MemberOutputs => {
  const values = Float64Array.from(rows.flat())
  return {
    classes: rows[0].length,
    lower: values,
    upper: values,
    exact: n => Float64Array.from(rows[n]),
  }
}

export const outputsOf = (trained: TrainedNetwork, data: Dataset): MemberOutputs =>
  memberOutputs(trained, data, 'test')
