import type { FloatArray, FloatType } from '@multiview/tensor/kernels'
import { withoutWebAssembly } from '@multiview/tensor/kernels'
import { describe, expect, it } from 'vitest'
import type { LimitStep, LimitStepShape } from '../../../../packages/network/src/limit/step/plain.ts'
import { limitStep, plainLimitStep } from '../../../../packages/network/src/limit/step/step.ts'
import { wasmLimitStep } from '../../../../packages/network/src/limit/step/wasm.ts'
import { bits, drawn, special } from '../../../tensor/kernels/floats.ts'
import { range, relu, reluSlope } from '../naive-limit.ts'

type Draw = typeof drawn

interface Size {
  readonly samples: number
  /** Patches of a sample. */
  readonly patches: number
  readonly classes: number
  readonly neurons: number
}
const base: Size = { samples: 4, patches: 3, classes: 3, neurons: 5 }

/** Patches with features in random order; every feature occurs. */
const shapeOf = (
  { samples, patches, classes, neurons }: Size,
  power = 3,
  threshold = 0.3,
  draw: Draw = drawn,
): LimitStepShape => {
  const rows = samples * patches
  return {
    classes,
    views: 2,
    neurons,
    power,
    threshold,
    firstPatch: Int32Array.from({ length: samples + 1 }, (_, n) => n * patches),
    feature: Int32Array.from({ length: rows }, (_, p) => ((p + 1) * 40_503) % (2 * classes)),
    weight: draw(Float64Array, rows, 3).map(Math.abs) as Float64Array,
    noiseSquared: draw(Float64Array, rows, 4).map(x => x * x) as Float64Array,
  }
}

/** Every array after each pass of two steps. */
const trace = <T extends FloatType>(step: LimitStep<T>, draw: Draw = drawn): (number | string)[] => {
  const arrays = step.arrays
  const Type = arrays.a.constructor as Float64ArrayConstructor | Float32ArrayConstructor
  arrays.a.set(draw(Type, arrays.a.length, 5))
  arrays.b.set(draw(Type, arrays.b.length, 6))
  const seen: (number | string)[] = []
  const look = () => {
    for (const array of Object.values(arrays) as FloatArray[]) seen.push(...bits(array))
  }
  const panels = arrays.largest.length / (80 / Type.BYTES_PER_ELEMENT)
  step.forward()
  look()
  for (const move of [step.advance, step.advanceAndForward]) {
    arrays.outputGradient.set(draw(Type, arrays.outputGradient.length, 7))
    step.backward()
    for (let panel = 0; panel < panels; panel++) step.measure(panel)
    look()
    move(0.3)
    look()
  }
  return seen
}

const both = <T extends FloatType>(shape: LimitStepShape, type: T, draw: Draw = drawn) =>
  [wasmLimitStep, plainLimitStep].map(make => trace(make(shape, type), draw))

describe.each(['float64', 'float32'] as const)('the limit step in %s', type => {
  it.each(['samples', 'patches', 'classes', 'neurons'] as const)(
    'has the bits of the plain twin on every tail to 33 of %s',
    dimension => {
      const least = dimension === 'samples' || dimension === 'patches' ? 0 : 1
      for (let tail = least; tail <= 33; tail++) {
        const [wasm, plain] = both(shapeOf({ ...base, [dimension]: tail }), type)
        expect(wasm, `${tail}`).toEqual(plain)
      }
    },
  )

  it.each([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('has the bits of the plain twin for q = %s', power => {
    for (const threshold of [0.05, 0.3, 2]) {
      const [wasm, plain] = both(shapeOf(base, power, threshold), type)
      expect(wasm).toEqual(plain)
    }
  })

  it('has the bits of the plain twin for NaN, zeros of both signs, infinities and subnormals', () => {
    for (const power of [2, 3, 12]) {
      const size = { ...base, samples: 40, neurons: 11 }
      const [wasm, plain] = both(shapeOf(size, power, 0.3, special), type, special)
      expect(wasm).toContain('NaN')
      expect(wasm).toContain('-0')
      expect(wasm).toEqual(plain)
    }
  })

  it.each([2, 3, 12, 2.5, 4.75])('computes what the formulas say, q = %s', power => {
    const shape = shapeOf({ samples: 7, patches: 5, classes: 3, neurons: 4 }, power, 0.4)
    const step = limitStep(shape, type)
    expect(step.arrays.a).toBeInstanceOf(type === 'float64' ? Float64Array : Float32Array)
    expectFormulas(shape, step, type === 'float64' ? 1e-13 : 2e-6)
  })

  it('is the plain step where WebAssembly is missing', () => {
    const shape = shapeOf(base)
    const fast = trace(limitStep(shape, type))
    withoutWebAssembly(() => expect(trace(limitStep(shape, type))).toEqual(fast))
  })
})

/** One step against plain formulas in doubles on the same weights, neuron by neuron. */
const expectFormulas = <T extends FloatType>(shape: LimitStepShape, step: LimitStep<T>, within: number) => {
  const { classes, neurons, power, threshold, firstPatch, feature, weight, noiseSquared } = shape
  const { arrays } = step
  const Type = arrays.a.constructor as Float64ArrayConstructor | Float32ArrayConstructor
  const lanes = 80 / Type.BYTES_PER_ELEMENT
  const samples = firstPatch.length - 1
  const rows = feature.length
  const at = (row: number, rows: number, c: number) =>
    (Math.floor(c / lanes) * rows + row) * lanes + (c % lanes)
  // The idle neurons that fill the last panel stay 0.
  const set = (to: FloatArray, rows: number, values: FloatArray) => {
    for (const c of range(classes * neurons))
      for (const row of range(rows)) to[at(row, rows, c)] = values[c * rows + row]
  }
  set(arrays.a, 2 * classes, drawn(Type, arrays.a.length, 5))
  set(arrays.b, rows, drawn(Type, arrays.b.length, 6))
  arrays.outputGradient.set(drawn(Type, arrays.outputGradient.length, 7))
  const [a, b] = [arrays.a.slice(), arrays.b.slice()]
  const expected = {
    outputs: new Float64Array(samples * classes),
    changeOfA: new Float64Array(a.length),
    changeOfB: new Float64Array(b.length),
  }
  for (const c of range(classes * neurons))
    for (const n of range(samples))
      for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++) {
        const z = weight[p]
        const u = a[at(feature[p], 2 * classes, c)] * z + b[at(p, rows, c)]
        const output = n * classes + Math.floor(c / neurons)
        const g = arrays.outputGradient[output] * reluSlope(u, power, threshold)
        expected.outputs[output] += relu(u, power, threshold)
        expected.changeOfA[at(feature[p], 2 * classes, c)] -= z * g
        expected.changeOfB[at(p, rows, c)] = -noiseSquared[p] * g
      }
  step.forward()
  expectClose(arrays.outputs, expected.outputs, within)
  step.backward()
  const used = (values: ArrayLike<number>, perNeuron: number) =>
    range(classes * neurons).flatMap(c => range(perNeuron).map(row => values[at(row, perNeuron, c)]))
  expectClose(used(arrays.changeOfA, 2 * classes), used(expected.changeOfA, 2 * classes), within)
  expectClose(used(arrays.slope, rows), used(expected.changeOfB, rows), within)
  step.advance(0.25)
  const moved = (start: FloatArray, change: Float64Array) =>
    Float64Array.from(start, (x, i) => x + 0.25 * change[i])
  expectClose(used(arrays.a, 2 * classes), used(moved(a, expected.changeOfA), 2 * classes), within)
  expectClose(used(arrays.b, rows), used(moved(b, expected.changeOfB), rows), within)
}

/** Equal up to a share of the largest expected number. */
const expectClose = (values: ArrayLike<number>, expected: ArrayLike<number>, within: number) => {
  const size = Math.max(...Array.from(expected, Math.abs))
  expect(size).toBeGreaterThan(0)
  expect(values.length).toBe(expected.length)
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(values[i] - expected[i]) / size).toBeLessThan(within)
}
