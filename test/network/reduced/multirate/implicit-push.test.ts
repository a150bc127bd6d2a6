/**
 * The push of an implicit step against the kernel K by its definition, from differences of the
 * outputs.
 */

import type { LimitStepShape } from '@multiview/network/kernels'
import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { blockSteps } from '../../../../packages/network/src/reduced/block-step/step.ts'
import { implicitPush } from '../../../../packages/network/src/reduced/multirate/implicit-push.ts'

/** Three samples of two patches, two of three. */
const table = {
  firstPatch: Int32Array.of(0, 2, 4, 6, 9, 12),
  weight: Float64Array.of(1.1, 0.7, 0.9, 1, 0.4, 1.2, 0.8, 0.3, 1, 0.6, 1.1, 0.5),
  noiseSquared: Float64Array.of(0.5, 0.4, 0.3, 0.6, 0.5, 0.2, 0.4, 0.5, 0.1, 0.7, 0.3, 0.5),
  power: 3,
  threshold: 0.5,
  views: 2,
}
const samples = 5

/**
 * One class with its two features, or with three, on two panels; and single neurons of several
 * classes on one feature.
 */
const own: LimitStepShape = {
  ...table,
  classes: 1,
  neurons: 12,
  feature: Int32Array.of(0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 0, 1),
}
const ofThree: LimitStepShape = {
  ...own,
  views: 3,
  feature: Int32Array.of(0, 1, 0, 2, 2, 1, 0, 1, 0, 1, 2, 1),
}
const promoted: LimitStepShape = { ...table, classes: 10, neurons: 1, feature: new Int32Array(12) }

/** Neurons of a panel. */
const lanes = 10
const panelsOf = ({ classes, neurons }: LimitStepShape): number => Math.ceil((classes * neurons) / lanes)

const loaded = (shape: LimitStepShape) => {
  const [step] = blockSteps([shape])
  const random = stream(7, 'weights')
  random.fillNormal(step.arrays.a, 0.3)
  random.fillNormal(step.arrays.b, 0.2)
  // Neurons that only fill up the last panel have weights of 0.
  for (const array of [step.arrays.a, step.arrays.b]) {
    const panel = array.length / panelsOf(shape)
    array.forEach((_, at) => {
      if (Math.floor(at / panel) * lanes + (at % lanes) >= shape.classes * shape.neurons) array[at] = 0
    })
  }
  step.forward()
  return step
}

/**
 * K of each class of the step, [classes][N][N]: Σ over coefficients a and noise directions of dF
 * dF′.
 */
const kernels = (shape: LimitStepShape): number[][][] => {
  const step = loaded(shape)
  const { a, b, outputs } = step.arrays
  const K = Array.from({ length: shape.classes }, () =>
    Array.from({ length: samples }, () => new Array<number>(samples).fill(0)),
  )
  const move = 1e-6
  const add = (array: Float64Array, at: number, metric: number): void => {
    const kept = array[at]
    array[at] = kept + move
    step.forward()
    const above = outputs.slice()
    array[at] = kept - move
    step.forward()
    const slope = above.map((f, n) => (f - outputs[n]) / (2 * move))
    array[at] = kept
    for (let i = 0; i < shape.classes; i++)
      for (let n = 0; n < samples; n++)
        for (let other = 0; other < samples; other++)
          K[i][n][other] += metric * slope[n * shape.classes + i] * slope[other * shape.classes + i]
  }
  for (let at = 0; at < a.length; at++) add(a, at, 1)
  for (let at = 0; at < b.length; at++)
    add(b, at, shape.noiseSquared[Math.floor(at / lanes) % shape.feature.length])
  return K
}

/** Gaussian elimination with pivots. */
const solved = (matrix: number[][], right: number[]): number[] => {
  const rows = matrix.map((row, n) => [...row, right[n]])
  for (let c = 0; c < rows.length; c++) {
    const pivot = rows.slice(c).reduce((best, row) => (Math.abs(row[c]) > Math.abs(best[c]) ? row : best))
    rows.splice(rows.indexOf(pivot), 1)
    rows.splice(c, 0, pivot)
    rows.forEach((row, r) => {
      if (r === c) return
      const factor = row[c] / pivot[c]
      row.forEach((value, at) => {
        row[at] = value - factor * pivot[at]
      })
    })
  }
  return rows.map((row, n) => row[rows.length] / row[n])
}

/** θ by its definition: 1/(1 + θx) is the mean of e^{−xt} for t in [0, 1]. */
const naiveWeight = (x: number): number => (x === 0 ? 0.5 : (x / (1 - Math.exp(-x)) - 1) / x)

describe.each([
  ['the own neurons of a class', own, [1]],
  ['of a class with three features', ofThree, [1]],
  ['neurons of ten classes', promoted, new Array<number>(10).fill(1)],
  // Lanes 0 and 1 belong to one class. Each takes the kernel of both, so that the kernel counts
  // twice.
  ['neurons of which two are of one class', promoted, [2, 2, 1, 1, 1, 1, 1, 1, 1, 1]],
] as [string, LimitStepShape, number[]][])('%s', (_, shape, copies) => {
  const random = stream(3, 'pushes')
  const push = new Float64Array(samples * shape.classes)
  random.fillNormal(push, 1)
  const rate = new Float64Array(push.length)
  random.fillNormal(rate, 1)
  rate.forEach((r, at) => {
    rate[at] = Math.abs(r)
  })
  const step = loaded(shape)
  const all = new Float64Array(step.arrays.largest.length).fill(1)
  const K = kernels(shape)

  test('Q solves (I + θηSK) Q = P with θ of the trace', () => {
    const implicit = implicitPush(shape, step, copies)
    step.arrays.push.set(push)
    step.arrays.rate.set(rate)
    implicit.solve(all, 'firstGradient')
    const Q = step.arrays.firstGradient
    let traces = 0
    let stiff = 0
    for (let i = 0; i < shape.classes; i++) {
      const at = (n: number): number => n * shape.classes + i
      const e = Array.from({ length: samples }, (_, n) => copies[i] * rate[at(n)])
      const trace = e.reduce((sum, each, n) => sum + each * K[i][n][n], 0)
      traces += trace
      const theta = naiveWeight(trace)
      const matrix = K[i].map((row, n) => row.map((k, other) => (n === other ? 1 : 0) + theta * e[n] * k))
      const expected = solved(
        matrix,
        Array.from({ length: samples }, (_, n) => push[at(n)]),
      )
      expected.forEach((q, n) => {
        expect(Q[at(n)]).toBeCloseTo(q, 6)
      })
      if (trace > 0.1) stiff++
    }
    expect(stiff).toBeGreaterThan(shape.classes / 2)
    expect(implicit.stiffness).toBeCloseTo(traces, 5)
  })

  test('without curvature, and where no neuron has grown, Q is P', () => {
    const implicit = implicitPush(shape, step, copies)
    const Q = step.arrays.secondGradient
    step.arrays.push.set(push)
    step.arrays.rate.fill(0)
    implicit.solve(all, 'secondGradient')
    expect(Q).toEqual(push)
    Q.fill(0)
    step.arrays.rate.set(rate)
    implicit.solve(
      all.map(() => 0.04),
      'secondGradient',
    )
    expect(Q).toEqual(push)
    expect(implicit.stiffness).toBe(0)
  })
})
