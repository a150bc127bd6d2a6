/** The moves of a block against their definition, and the kernel against the plain loops. */

import type { LimitStepShape } from '@multiview/network/kernels'
import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import type { BlockStep, Stages } from '../../../packages/network/src/reduced/block-step/block-step.ts'
import { plainBlockStep } from '../../../packages/network/src/reduced/block-step/plain.ts'
import { wasmBlockSteps } from '../../../packages/network/src/reduced/block-step/wasm.ts'

const lanes = 10
const random = stream(3, 'blocks')

/** Samples of 0 to 3 patches with features in random order. */
const shapeOf = (size: Partial<LimitStepShape>, samples = 9): LimitStepShape => {
  const firstPatch = new Int32Array(samples + 1)
  for (let n = 0; n < samples; n++) firstPatch[n + 1] = firstPatch[n] + random.integer(4)
  const rows = firstPatch[samples]
  const shape = { classes: 1, views: 2, neurons: 32, power: 3, threshold: 0.5, ...size }
  return {
    ...shape,
    firstPatch,
    feature: Int32Array.from({ length: rows }, () => random.integer(shape.classes === 1 ? shape.views : 1)),
    weight: random.fillUniform(new Float64Array(rows), 0.1, 1.2),
    noiseSquared: random.fillUniform(new Float64Array(rows), 0.1, 0.6),
  }
}
const panelsOf = ({ classes, neurons }: LimitStepShape): number => Math.ceil((classes * neurons) / lanes)
/** The neuron at a place of a or b. */
const neuronAt = (shape: LimitStepShape, array: Float64Array, at: number): number =>
  Math.floor(at / (array.length / panelsOf(shape))) * lanes + (at % lanes)

/** Neurons whose sizes range from far below ϱ to above it. */
const load = (shape: LimitStepShape, { arrays }: BlockStep, name: number): void => {
  const draws = stream(name, 'weights')
  const scale = Array.from({ length: panelsOf(shape) * lanes }, () => 10 ** draws.uniform(-6, 0))
  for (const array of [arrays.a, arrays.b]) {
    draws.fillNormal(array, 1)
    for (let at = 0; at < array.length; at++) {
      const c = neuronAt(shape, array, at)
      array[at] *= c < shape.classes * shape.neurons ? scale[c] : 0
    }
  }
  for (const array of [arrays.firstGradient, arrays.secondGradient, arrays.push]) draws.fillNormal(array, 0.3)
  for (const [at, x] of draws.fillNormal(arrays.rate, 1).entries()) arrays.rate[at] = Math.max(0, x)
}

const bitsOf = (values: ArrayLike<number>): bigint[] => {
  const copy = Float64Array.from(values, value => (Number.isNaN(value) ? Number.NaN : value))
  return [...new BigUint64Array(copy.buffer)]
}

/** All that a caller sees of some moves. */
const trace = (shape: LimitStepShape, step: BlockStep, change: (step: BlockStep) => void): bigint[] => {
  const { arrays } = step
  const seen: number[] = []
  const chosen = [0, 3, shape.classes * shape.neurons - 1]
  /** Solves with the kernels of all classes, of one class also with one neuron. */
  const solve = (into: 'firstGradient' | 'secondGradient', stages?: Stages): void => {
    for (let ofClass = 0; ofClass < shape.classes; ofClass++)
      for (const neurons of shape.classes === 1 ? [chosen, [1]] : [[ofClass]]) {
        seen.push(step.linearize(neurons, { ofClass, copies: 1 + (ofClass % 3) }, stages))
        step.solve(ofClass, 0.7, into)
        seen.push(...arrays[into])
      }
  }
  for (let name = 0; name < 8; name++) {
    load(shape, step, name)
    change(step)
    step.forward()
    seen.push(...arrays.outputs, ...arrays.largest, step.measure())
    const stages = { first: 0.1 * 2 ** -name, further: 0.3 }
    solve('secondGradient', stages)
    step.advance(stages, 0.2)
    for (const array of [arrays.a, arrays.b, arrays.outputs, arrays.largest]) seen.push(...array)
    solve('firstGradient')
  }
  return bitsOf(seen)
}

const shapes: [string, Partial<LimitStepShape>][] = [
  ['the own neurons of a class', {}],
  ['of a class with three features', { views: 3, neurons: 7, power: 5 }],
  ['at q = 2', { neurons: 61, power: 2 }],
  ['neurons of ten classes', { classes: 10, neurons: 1 }],
]

describe.each(shapes)('%s', (_, size) => {
  const ofSizes = [0, 1, 9, 40].map(samples => shapeOf(size, samples))

  test('the kernel has the bits of the plain loops', () => {
    const steps = wasmBlockSteps(ofSizes)
    ofSizes.forEach((shape, s) => {
      const none = (): void => {}
      const bits = trace(shape, steps[s], none)
      expect(bits).toEqual(trace(shape, plainBlockStep(shape), none))
      expect(new Set(bits).size).toBeGreaterThan(shape.feature.length)
    })
  })

  test('also where a weight or a gradient is not finite', () => {
    const [shape] = ofSizes.slice(-1)
    const special = ({ arrays }: BlockStep): void => {
      const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324]
      values.forEach((value, i) => {
        arrays.b[13 * i] = value
        arrays.a[i] = value
        arrays.firstGradient[i] = values[values.length - 1 - i]
      })
    }
    const bits = trace(shape, wasmBlockSteps([shape])[0], special)
    expect(bits).toContain(bitsOf([Number.NaN])[0])
    expect(bits).toEqual(trace(shape, plainBlockStep(shape), special))
  })

  test('a move is that of its definition', () => {
    const [shape] = ofSizes.slice(-1)
    const step = plainBlockStep(shape)
    load(shape, step, 1)
    step.forward()
    const { arrays } = step
    const { power, threshold, firstPatch, feature, weight, noiseSquared, classes } = shape
    const [first, further, last] = [0.2, 0.3, 0.4]
    const sampleOf = (p: number): number => firstPatch.findIndex((end, n) => n > 0 && p < end) - 1
    const features = arrays.a.length / (panelsOf(shape) * lanes)
    const aAt = (c: number, v: number): number => (Math.floor(c / lanes) * features + v) * lanes + (c % lanes)
    const bAt = (c: number, p: number): number =>
      (Math.floor(c / lanes) * feature.length + p) * lanes + (c % lanes)
    const slope = (u: number): number => (Math.min(Math.max(u, 0), threshold) / threshold) ** (power - 1)
    const patches = Array.from(feature.keys())
    let relative = 0
    const expected: [number, number][] = []
    const neurons = Array.from({ length: classes * shape.neurons }, (_, c) => c)
    for (const c of neurons) {
      const at = (a: number[], b: number[]): number[] => patches.map(p => a[feature[p]] * weight[p] + b[p])
      const pushed = (u: number[], gradient: Float64Array): number[] =>
        patches.map(p => -gradient[sampleOf(p) * classes + (classes === 1 ? 0 : c)] * slope(u[p]))
      const changeOf = (push: number[]): [number[], number[]] => [
        Array.from({ length: features }, (_, v) =>
          patches.reduce((sum, p) => sum + (feature[p] === v ? weight[p] * push[p] : 0), 0),
        ),
        patches.map(p => noiseSquared[p] * push[p]),
      ]
      const moved = (from: number[], by: number[], step: number): number[] =>
        from.map((x, i) => x + step * by[i])
      const a = Array.from({ length: features }, (_, v) => arrays.a[aAt(c, v)])
      const b = patches.map(p => arrays.b[bAt(c, p)])
      const u = at(a, b)
      const [ofA, ofB] = changeOf(pushed(u, arrays.firstGradient))
      const largest = Math.max(...u.map(Math.abs))
      relative = Math.max(relative, ...at(ofA, ofB).map(change => Math.abs(change) / largest))
      const ahead = at(moved(a, ofA, first + further), moved(b, ofB, first + further))
      const [endOfA, endOfB] = changeOf(pushed(ahead, arrays.secondGradient))
      for (const [v, x] of moved(moved(a, ofA, first), endOfA, last).entries()) expected.push([aAt(c, v), x])
      for (const [p, x] of moved(moved(b, ofB, first), endOfB, last).entries())
        expected.push([arrays.a.length + bAt(c, p), x])
    }
    expect(step.measure()).toBeCloseTo(relative, 9)
    step.advance({ first, further }, last)
    const reached = [...arrays.a, ...arrays.b]
    for (const [at, x] of expected) expect(reached[at]).toBeCloseTo(x, 11)
  })
})

test('a block of several classes with several neurons each is refused', () => {
  const shape = shapeOf({ classes: 2, neurons: 5 })
  for (const make of [plainBlockStep, (each: LimitStepShape) => wasmBlockSteps([each])[0]])
    expect(() => make(shape)).toThrow('block step: 2 classes of 5 neurons; take one class')
})
