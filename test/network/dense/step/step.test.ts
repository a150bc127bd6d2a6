import {
  crossEntropyGradient,
  type DenseShape,
  denseStep,
  denseStepPlain,
  type OutputGradient,
} from '@multiview/network/kernels'
import { type FloatArray, gemm, kernelState, matrixView, withoutWebAssembly } from '@multiview/tensor/kernels'
import { describe, expect, it } from 'vitest'
import { bits, drawn, type FloatConstructor, floatTypes, special } from '../../../tensor/kernels/floats.ts'

const base: DenseShape = { samples: 11, patches: 5, dimension: 13, classes: 3, neurons: 3 }
const cubic = { power: 3, threshold: 0.4 }

const draw = (shape: DenseShape, Type: FloatConstructor, values = drawn) => {
  const { samples, patches, dimension, classes, neurons } = shape
  return {
    x: values(Type, samples * patches * dimension, 1),
    w: values(Type, classes * neurons * dimension, 2),
    labels: Array.from({ length: samples }, (_, n) => (n * 7 + 1) % classes),
  }
}

const bothWays = (
  shape: DenseShape,
  activation: typeof cubic,
  x: FloatArray,
  w: FloatArray,
  labels: number[],
) =>
  [denseStep, denseStepPlain].map(step => {
    const objective = crossEntropyGradient(labels, shape)
    const { outputs, gradient } = step(shape, activation, x, w, objective.step)
    return { outputs: bits(outputs), gradient: bits(gradient!), loss: objective.loss() }
  })

const expectSameBits = (
  shape: DenseShape,
  activation: typeof cubic,
  Type: FloatConstructor,
  values = drawn,
) => {
  const { x, w, labels } = draw(shape, Type, values)
  const [kernel, plain] = bothWays(shape, activation, x, w, labels)
  expect(kernel, JSON.stringify({ ...shape, ...activation })).toEqual(plain)
}

describe.each(floatTypes)('the dense step in %s', (_, Type) => {
  it.each(['samples', 'patches', 'dimension', 'classes', 'neurons'] as const)(
    'has the bits of the plain twin on every tail from 1 to 33 of %s',
    dimension => {
      for (let tail = 1; tail <= 33; tail++) expectSameBits({ ...base, [dimension]: tail }, cubic, Type)
    },
  )

  it.each([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 2.5, 4.75])(
    'has the bits of the plain twin for q = %s',
    power => {
      for (const threshold of [0.05, 0.7]) expectSameBits(base, { power, threshold }, Type)
    },
  )

  it('has the bits of the plain twin beyond the sizes of its blocks', () => {
    // Panels of the gradient have up to 13 vectors.
    for (const dimension of [40, 44, 48, 52, 53, 105]) expectSameBits({ ...base, dimension }, cubic, Type)
    expectSameBits({ samples: 3, patches: 301, dimension: 9, classes: 2, neurons: 2 }, cubic, Type)
    expectSameBits({ samples: 40, patches: 16, dimension: 530, classes: 3, neurons: 4 }, cubic, Type)
    expectSameBits({ samples: 5, patches: 3, dimension: 20, classes: 40, neurons: 3 }, cubic, Type)
  })

  it('has the bits of the plain twin for NaN, zeros of both signs, infinities and subnormals', () => {
    for (const power of [2, 3, 3.5])
      expectSameBits({ ...base, samples: 40 }, { power, threshold: 0.4 }, Type, special)
  })

  it('computes the outputs alone when there is no objective', () => {
    const { x, w, labels } = draw(base, Type)
    const { outputs, gradient } = denseStep(base, cubic, x, w, null)
    expect(gradient).toBeNull()
    expect(bits(outputs)).toEqual(bothWays(base, cubic, x, w, labels)[0].outputs)
    withoutWebAssembly(() => expect(bits(denseStep(base, cubic, x, w, null).outputs)).toEqual(bits(outputs)))
  })

  it('asks any objective, block by block, for the gradient of each output once', () => {
    const { x, w } = draw({ ...base, samples: 90 }, Type)
    const { outputs } = denseStep({ ...base, samples: 90 }, cubic, x, w, null)
    const target = drawn(Type, 90 * base.classes, 5)
    const seen: number[] = []
    const distance: OutputGradient = (block, gradient, first, count) => {
      expect(block.length).toBe(count * base.classes)
      expect(gradient.length).toBe(count * base.classes)
      expect(bits(block)).toEqual(bits(outputs.slice(first * base.classes, (first + count) * base.classes)))
      for (let n = 0; n < count; n++) seen.push(first + n)
      // An objective may use kernels too, and their memory may grow.
      const size = 300 + first
      const square = new Float64Array(size * size)
      gemm(
        matrixView(square, size, 1),
        matrixView(square, 1, size),
        matrixView(new Float64Array(size * size), size, size),
      )
      block.forEach((value, i) => {
        gradient[i] = value - target[first * base.classes + i]
      })
    }
    const shape = { ...base, samples: 90 }
    const kernel = denseStep(shape, cubic, x, w, distance)
    expect(seen).toEqual(Array.from({ length: 90 }, (_, n) => n))
    seen.length = 0
    expect(bits(denseStepPlain(shape, cubic, x, w, distance).gradient!)).toEqual(bits(kernel.gradient!))
  })
})

describe('the dense step', () => {
  it('gives the gradient of the loss', () => {
    const { x, w, labels } = draw(base, Float64Array)
    const lossAt = (weights: FloatArray) => {
      const objective = crossEntropyGradient(labels, base)
      const { gradient } = denseStep(base, cubic, x, weights, objective.step)
      return { loss: objective.loss(), gradient: gradient! }
    }
    const { gradient } = lossAt(w)
    const direction = drawn(Float64Array, w.length, 9)
    const step = 1e-5
    const moved = (by: number) => lossAt(w.map((value, i) => value + by * direction[i])).loss
    const slope = Array.from(direction).reduce((sum, value, i) => sum + value * gradient[i], 0)
    expect((moved(step) - moved(-step)) / (2 * step)).toBeCloseTo(slope, 7)
  })

  it('does what the formula of the smoothed ReLU says', () => {
    const shape = { samples: 5, patches: 1, dimension: 1, classes: 1, neurons: 1 }
    const z = Float64Array.of(-1, 0, 0.25, 0.5, 2)
    const { outputs } = denseStep(shape, { power: 3, threshold: 0.5 }, z, Float64Array.of(1), null)
    const expected = [0, 0, 0.25 ** 3 / (3 * 0.5 ** 2), 0.5 / 3, 2 - (2 / 3) * 0.5]
    outputs.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 15)
    })
  })

  it('keeps the memory as it is from call to call', () => {
    const { x, w, labels } = draw(base, Float64Array)
    const once = () => denseStep(base, cubic, x, w, crossEntropyGradient(labels, base).step)
    const first = once().gradient!
    const { bytes } = kernelState()
    for (let i = 0; i < 50; i++) once()
    expect(kernelState().bytes).toBe(bytes)
    expect(bits(first)).toEqual(bits(once().gradient!))
  })

  it('reports what is wrong with its arguments', () => {
    const { x, w } = draw(base, Float64Array)
    expect(() => denseStep({ ...base, patches: 0 }, cubic, x, w, null)).toThrow('patches is 0')
    expect(() => denseStep({ ...base, samples: 12 }, cubic, x, w, null)).toThrow(
      'x has 715 elements; the shape asks for 780',
    )
    expect(() => denseStep(base, { power: 1, threshold: 1 }, x, w, null)).toThrow('power is 1')
    expect(() => denseStep(base, { power: 3, threshold: 0 }, x, w, null)).toThrow('threshold is 0')
    expect(() => denseStep(base, cubic, x, Float32Array.from(w), null)).toThrow('both')
    const tooMany = crossEntropyGradient([3, ...Array(10).fill(0)], base)
    expect(() => denseStep(base, cubic, x, w, tooMany.step)).toThrow('label 0 is 3; it must be 0 … 2')
  })
})
