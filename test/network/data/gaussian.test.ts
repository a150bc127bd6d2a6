/**
 * Gaussian data without views: normal patches, labels by the planted rule, and a network that
 * learns them.
 */

import {
  countErrors,
  crossEntropy,
  denseModel,
  denseOutputs,
  descend,
  drawDenseWeights,
  drawGaussian,
  linearRule,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { adaptiveStep } from '../../../packages/network/src/step-rule/adaptive.ts'

const shape = { classes: 4, patches: 3, dimension: 5 }
const directions = stream(1, 'u').fillNormal(new Float64Array(4 * 5))
const network = { neurons: 2, power: 3, threshold: 0.5, initialScale: 0.3 }

test('patches are standard normal, and no two coordinates are correlated', () => {
  const { x } = drawGaussian(shape, 4000, linearRule(directions), stream(2))
  const rows = x.length / 5
  // Five standard errors of a mean of products of independent normals.
  const most = 5 * Math.sqrt(2 / rows)
  for (let a = 0; a < 5; a++) {
    let total = 0
    for (let row = 0; row < rows; row++) total += x[row * 5 + a]
    expect(Math.abs(total / rows)).toBeLessThan(most)
    for (let b = 0; b <= a; b++) {
      let product = 0
      for (let row = 0; row < rows; row++) product += x[row * 5 + a] * x[row * 5 + b]
      expect(Math.abs(product / rows - (a === b ? 1 : 0))).toBeLessThan(most)
    }
  }
})

test('a linear rule gives the class whose direction has the largest inner product with the sum of the patches', () => {
  const { x, label } = drawGaussian(shape, 200, linearRule(directions), stream(3))
  label.forEach((y, n) => {
    const score = Array.from({ length: 4 }, (_, i) => {
      let total = 0
      for (let p = 0; p < 3; p++)
        for (let c = 0; c < 5; c++) total += directions[i * 5 + c] * x[(n * 3 + p) * 5 + c]
      return total
    })
    expect(score[y]).toBe(Math.max(...score))
  })
  expect(new Set(label).size).toBe(4)
})

test('a network can be the rule, and then is wrong nowhere on what it labelled', () => {
  const w = drawDenseWeights(4, { ...network, dimension: 5 }, stream(4))
  const data = drawGaussian(shape, 300, each => denseOutputs(each, network, w), stream(5))
  // A tie would count as an error; there are none.
  expect(countErrors(denseOutputs(data, network, w), data.label)).toBe(0)
  expect(new Set(data.label).size).toBe(4)
})

test('of equal scores the first class is the label', () => {
  const data = drawGaussian(shape, 3, () => Float64Array.of(0, 0, 0, 0, 1, 2, 2, 0, 3, 1, 1, 3), stream(6))
  expect([...data.label]).toEqual([0, 1, 0])
})

test('the network of the theory learns a linear rule from it', () => {
  const one = { ...shape, patches: 1 }
  const data = drawGaussian(one, 150, linearRule(directions), stream(7, 'training'))
  const fresh = drawGaussian(one, 500, linearRule(directions), stream(7, 'test'))
  const model = denseModel(data, network, drawDenseWeights(4, { ...network, dimension: 5 }, stream(8)))
  const run = descend(model, crossEntropy(data.label, 4), {
    rule: adaptiveStep(0.3),
    targetLoss: 0.01,
    maxSteps: 2000,
  })
  expect(countErrors(run.outputs, data.label)).toBe(0)
  expect(countErrors(denseOutputs(fresh, network, model.weights()), fresh.label)).toBeLessThan(
    0.2 * fresh.size,
  )
})

test('sizes that are not whole numbers are refused', () => {
  const draw =
    (change: Partial<typeof shape>, size = 3) =>
    () =>
      drawGaussian({ ...shape, ...change }, size, linearRule(directions), stream(9))
  for (const refused of [
    draw({ classes: 1 }),
    draw({ patches: 0 }),
    draw({ dimension: 2.5 }),
    draw({}, 0),
    draw({}, Number.NaN),
  ])
    expect(refused).toThrow('must be whole numbers of at least 1')
})
