/** Mixed samples in R^d against plain loops, and against the limit model. */

import { autodiffModel, crossEntropy, denseModel } from '@multiview/network'
import { gramModel, gramOf } from '@multiview/network/kernels'
import { allPlaces, mixedPatches, mixPairs, mixtureOf, relativeEntropy } from '@multiview/network/mixture'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import {
  smoothedRelu,
  smoothedReluDerivative,
} from '../../../packages/network/src/activation/smoothed-relu.ts'
import type { DenseDataset } from '../../../packages/network/src/data/dense.ts'
import { denseNetwork } from '../../../packages/network/src/dense/autodiff.ts'
import { denseRun, distance, smallDense } from './small.ts'

const settings = smallDense()
const { data, w } = denseRun(settings)
const { classes, neurons, patches, dimension, power, threshold } = settings
const mixture = mixtureOf(
  Array.from({ length: 5 }, (_, n) => {
    const random = stream(4, n)
    return {
      label: [0.2, 0.8, 0],
      patches: Array.from({ length: 1 + n }, () =>
        Array.from(
          { length: random.integer(4) },
          () => [random.integer(7 * patches), 2 * random.double() - 0.5] as const,
        ),
      ),
    }
  }),
)

/** z of every patch first, then the sums of z: preactivations are mixed, not patches. */
const plainLoops = (gradient: Float64Array) => {
  const all = classes * neurons
  const z = (row: number, c: number): number => {
    let total = 0
    for (let e = 0; e < dimension; e++) total += w[c * dimension + e] * data.x[row * dimension + e]
    return total
  }
  const outputs = new Float64Array(mixture.size * classes)
  const change = new Float64Array(w.length)
  for (let n = 0; n < mixture.size; n++)
    for (let s = mixture.firstPatch[n]; s < mixture.firstPatch[n + 1]; s++)
      for (let c = 0; c < all; c++) {
        const output = n * classes + Math.floor(c / neurons)
        let u = 0
        for (let e = mixture.firstReference[s]; e < mixture.firstReference[s + 1]; e++)
          u += mixture.weight[e] * z(mixture.row[e], c)
        outputs[output] += smoothedRelu(u, power, threshold)
        const g = gradient[output] * smoothedReluDerivative(u, power, threshold)
        for (let e = mixture.firstReference[s]; e < mixture.firstReference[s + 1]; e++)
          for (let axis = 0; axis < dimension; axis++)
            change[c * dimension + axis] -= g * mixture.weight[e] * data.x[mixture.row[e] * dimension + axis]
      }
  return { outputs, change }
}

test('the dense, the inner-product and the autodiff model are those of mixed preactivations', () => {
  const mixed = mixedPatches(data, mixture)
  const gradient = new Float64Array(mixture.size * classes)
  const fused = denseModel(mixed, settings, w)
  relativeEntropy(mixture.label, classes).evaluate(fused.outputs(), gradient)
  const plain = plainLoops(gradient)
  const models = [
    [fused, () => fused.weights(), 1e-12],
    (model => [model, () => model.weights(), 1e-5] as const)(gramModel(mixed, gramOf(mixed), settings, w)),
    (model => [model, () => model.parameters().w.data as Float64Array, 1e-12] as const)(
      autodiffModel(denseNetwork(mixed as DenseDataset, settings, w)),
    ),
  ] as const
  expect(plain.outputs.some(F => F > threshold)).toBe(true)
  for (const [model, weights, tolerance] of models) {
    expect(distance(plain.outputs, model.outputs())).toBeLessThan(1e-12)
    model.backward(gradient)
    model.advance(2 ** 40)
    const change = Float64Array.from(plain.change, (value, at) => w[at] + value * 2 ** 40)
    expect(distance(change, weights())).toBeLessThan(tolerance)
  }
})

test('samples that are not mixed are the data, bit for bit', () => {
  const places = allPlaces(7, patches)
  const alone = mixPairs(
    places,
    data.label,
    classes,
    Array.from({ length: 7 }, (_, n) => [n, n] as const),
    1,
  )
  const mixed = mixedPatches(data, alone)
  expect(mixed.x).toEqual(data.x)
  const outputs = denseModel(mixed, settings, w).outputs()
  const [soft, hard] = [new Float64Array(outputs.length), new Float64Array(outputs.length)]
  const loss = relativeEntropy(alone.label, classes).evaluate(outputs, soft)
  expect(Math.abs(loss - crossEntropy(data.label, classes).evaluate(outputs, hard))).toBeLessThan(1e-14)
  expect(distance(hard, soft)).toBeLessThan(1e-14)
})

test('a mixture that does not fit the data is refused', () => {
  const beyond = mixtureOf([{ label: [1, 0, 0], patches: [[[84, 1]]] }])
  expect(() => mixedPatches(data, beyond)).toThrow(
    'mixedPatches: the mixture has 3 classes and refers to row 84; this data has 3 classes and rows 0 to 83.',
  )
})
