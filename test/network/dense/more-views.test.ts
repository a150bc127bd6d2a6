/** Errors in R^d with three views of a class. */

import { regimes } from '@multiview/network'
import { countFreshErrors } from '@multiview/network/kernels'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { drawFeatures } from '../../../packages/network/src/data/feature-vectors.ts'
import { featureIndex } from '../../../packages/network/src/data/features.ts'

test('samples are counted by whether the network has learned the view that they show', () => {
  const settings = {
    ...regimes.dense,
    classes: 4,
    views: 3,
    otherFeatureRate: 2,
    patches: 12,
    dimension: 32,
    neurons: 1,
    noiseNorm: 0.01,
    backgroundNoiseNorm: 0.01,
  }
  const features = drawFeatures(settings, stream(1, 'features'))
  // Class i knows its view 3 alone.
  const w = new Float64Array(4 * 32)
  for (let i = 0; i < 4; i++) {
    const v = featureIndex(i, 3, settings)
    for (let c = 0; c < 32; c++) w[i * 32 + c] = 10 * features[v * 32 + c]
  }
  const found = countFreshErrors(settings, features, [w], { perCell: 50, perClass: 10 }, stream(1, 'fresh'))
  const { known, knownErrors, unknown, unknownErrors, multi, multiErrors } = found
  expect([known, unknown, multi]).toEqual([4 * 50, 8 * 50, 40])
  expect([knownErrors, multiErrors]).toEqual([0, 0])
  // A sample of an unknown view fails if it shows the known view of another class: 1 − (1 − s/k)³.
  expect(Math.abs(unknownErrors / unknown - 7 / 8)).toBeLessThan(4 * Math.sqrt(7 / 64 / unknown))
})
