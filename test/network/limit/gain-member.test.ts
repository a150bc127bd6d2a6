/**
 * Outputs on fresh samples with feature noise. The bounds contain the exact outputs, and these
 * equal those of plain loops.
 */

import { countErrors, type Dataset, drawTestSet, memberOutputs, trainedNetwork } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { smoothedRelu } from '../../../packages/network/src/activation/smoothed-relu.ts'
import { isWrong } from '../../../packages/network/src/limit/ensemble.ts'
import { smallWith } from '../settings.ts'

const settings = smallWith({ featureNoise: 0.05, initialScale: 0.05 })
const { classes, neurons, patches, power, threshold, initialScale } = settings
const all = classes * neurons
const featureCorrelation = stream(1, 'a').fillNormal(new Float64Array(2 * classes * all), 0.4)
const trained = trainedNetwork(settings, { seed: 1, initialization: 'one' }, featureCorrelation)
const set = drawTestSet('single', settings, 4, stream(2))

/** F(X_n), given the noise correlation of patch p with neuron c. */
const naive = ({ gains }: Dataset, n: number, noise: (p: number, c: number) => number): Float64Array => {
  const outputs = new Float64Array(classes)
  if (gains === undefined) throw new Error('no gains')
  for (let p = n * patches; p < (n + 1) * patches; p++)
    for (let c = 0; c < all; c++) {
      let u = noise(p, c) * gains.noiseNorm[p]
      for (let v = 0; v < 2 * classes; v++)
        u += gains.gain[p * 2 * classes + v] * featureCorrelation[v * all + c]
      outputs[Math.floor(c / neurons)] += smoothedRelu(u, power, threshold)
    }
  return outputs
}
const near = (a: Float64Array, b: Float64Array) =>
  expect(Math.max(...a.map((value, i) => Math.abs(value - b[i])))).toBeLessThan(1e-12)

test('the bounds are the outputs at noise of ∓9 σ_0‖ξ‖', () => {
  const { lower, upper } = memberOutputs(trained, set, 'set')
  for (let n = 0; n < set.size; n++) {
    near(
      lower.subarray(n * classes, (n + 1) * classes),
      naive(set, n, () => -9 * initialScale),
    )
    near(
      upper.subarray(n * classes, (n + 1) * classes),
      naive(set, n, () => 9 * initialScale),
    )
  }
})

test('exact outputs are those with noise drawn patch by patch, and lie within the bounds', () => {
  const member = memberOutputs(trained, set, 'set')
  for (let n = 0; n < set.size; n++) {
    const random = stream(1, 'test noise', 'one').split('set').split(n)
    const drawn = Array.from({ length: patches * all }, () => initialScale * random.normal())
    const exact = member.exact(n)
    near(
      exact,
      naive(set, n, (p, c) => drawn[(p - n * patches) * all + c]),
    )
    for (let i = 0; i < classes; i++) {
      expect(exact[i]).toBeGreaterThan(member.lower[n * classes + i])
      expect(exact[i]).toBeLessThan(member.upper[n * classes + i])
    }
  }
})

test('an ensemble is wrong if its exact outputs are wrong', () => {
  const multi = drawTestSet('multi', settings, 5, stream(3))
  const member = memberOutputs(trained, multi, 'multi')
  for (let n = 0; n < multi.size; n++)
    expect(isWrong([member], multi.label[n], n)).toBe(
      countErrors(member.exact(n), multi.label.slice(n, n + 1)) === 1,
    )
})
