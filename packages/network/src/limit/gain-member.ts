/**
 * Outputs of a trained limit model on fresh samples with feature noise: each of the P patches has a
 * component along every feature, so that the preactivations are a matrix product. Noise is bounded
 * first and drawn on demand, as in member.ts.
 */

import { gemm, matrixView } from '@multiview/tensor/kernels'
import { smoothedReluOf } from '../activation/smoothed-relu.ts'
import type { Dataset, PatchGains } from '../data/dataset.ts'
import { featureCount } from '../data/features.ts'
import { type MemberOutputs, noiseBound, type TrainedNetwork } from './member-outputs.ts'

/** @param name the name of the test set; another set has other noise. */
export const gainMemberOutputs = (
  { network, classes, featureCorrelation, testNoise }: TrainedNetwork,
  { size, settings }: Pick<Dataset, 'size' | 'settings'>,
  { gain, noiseNorm }: PatchGains,
  name: string,
): MemberOutputs => {
  const { neurons, power, threshold, initialScale } = network
  const noise = testNoise.split(name)
  const all = classes * neurons
  const features = featureCount(settings)
  const { patches } = settings
  const lower = new Float64Array(size * classes)
  const upper = new Float64Array(size * classes)
  const u = new Float64Array(patches * all)
  /** Σ_v G_{p,v} a[i,r,v] of the patches of sample n, into u [P, k·m]. */
  const withoutNoise = (n: number): void => {
    const gains = matrixView(gain, patches, features, n * patches * features)
    gemm(gains, matrixView(featureCorrelation, features, all), matrixView(u, patches, all))
  }
  const relu = smoothedReluOf(power, threshold)
  for (let n = 0; n < size; n++) {
    withoutNoise(n)
    for (let p = 0, at = 0; p < patches; p++) {
      const bound = noiseBound * initialScale * noiseNorm[n * patches + p]
      for (let c = 0; c < all; c++, at++) {
        const output = n * classes + Math.floor(c / neurons)
        lower[output] += relu(u[at] - bound)
        upper[output] += relu(u[at] + bound)
      }
    }
  }
  const exact = (n: number): Float64Array => {
    const outputs = new Float64Array(classes)
    const random = noise.split(n)
    withoutNoise(n)
    for (let p = 0, at = 0; p < patches; p++) {
      const scale = initialScale * noiseNorm[n * patches + p]
      for (let c = 0; c < all; c++, at++)
        outputs[Math.floor(c / neurons)] += relu(u[at] + scale * random.normal())
    }
    return outputs
  }
  return { classes, lower, upper, exact }
}
