import {
  crossEntropy,
  type Dataset,
  drawNoiseCorrelation,
  limitModel,
  type Settings,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { kernelState, withoutWebAssembly } from '@multiview/tensor/kernels'
import { expect, test } from 'vitest'
import { drawTrainingSet } from '../../../../packages/network/src/data/draw.ts'
import { drawFeatureCorrelation, type LimitModel } from '../../../../packages/network/src/limit/model.ts'
import type { LimitStep, LimitStepShape } from '../../../../packages/network/src/limit/step/plain.ts'
import { limitStep, plainLimitStep } from '../../../../packages/network/src/limit/step/step.ts'
import { hasWasmLimitStep, wasmLimitStep } from '../../../../packages/network/src/limit/step/wasm.ts'
import { adaptiveStep } from '../../../../packages/network/src/step-rule/adaptive.ts'
import { regimeWith, smallWith } from '../../settings.ts'

type MakeStep = (shape: LimitStepShape) => LimitStep

const shapes: [string, Settings][] = [
  ...[2, 3, 4, 5, 6, 7, 8, 12].map((q): [string, Settings] => [`q = ${q}`, smallWith({ power: q })]),
  ['odd k·m = 9', smallWith({ neurons: 3 })],
  ['k·m = 10, one full panel', smallWith({ classes: 2, neurons: 5 })],
  ['k·m = 22, two neurons past two panels', smallWith({ classes: 2, neurons: 11 })],
  ['k·m = 21, one neuron past two panels', smallWith({ classes: 7, neurons: 3, patches: 20 })],
  ['three views of a class', smallWith({ views: 3 })],
  ['five views, k·m = 22', smallWith({ views: 5, classes: 2, neurons: 11, patches: 20 })],
  ['N = 1', smallWith({ samples: 1 })],
  ['own features alone: two patches a sample', smallWith({ otherFeatureRate: 0 })],
  ['no noise', smallWith({ noiseNorm: 0 })],
  ['a threshold whose reciprocal is rounded', smallWith({ threshold: 0.3 })],
  ['weights of a millionth', smallWith({ initialScale: 1e-6 })],
]

const problem = (settings: Settings) => {
  const data = drawTrainingSet(settings, stream(1, 'data'))
  return {
    data,
    start: {
      featureCorrelation: drawFeatureCorrelation(settings.classes, settings, stream(1, 'a'), settings.views),
      noiseCorrelation: drawNoiseCorrelation(data, settings, stream(1, 'b')),
    },
  }
}

/** Every number that a run shows, step by step. */
const trace = (settings: Settings, make: MakeStep, steps: number): number[] => {
  const { data, start } = problem(settings)
  const model = limitModel(data, settings, start, make)
  const objective = crossEntropy(data.label, settings.classes)
  const gradient = new Float64Array(data.size * settings.classes)
  const rule = adaptiveStep(0.3)
  const seen: number[] = []
  for (let step = 0; step < steps; step++) {
    const outputs = model.outputs()
    const loss = objective.evaluate(outputs, gradient)
    model.backward(gradient)
    const size = rule.next(loss, () => model.relativeStep())
    seen.push(...outputs, loss, size)
    if (!Number.isFinite(size)) break
    model.advance(size)
  }
  const { featureCorrelation, noiseCorrelation } = model.weights()
  seen.push(...featureCorrelation, ...noiseCorrelation)
  return seen
}

/** Equal bit for bit, −0 and 0 told apart. */
const sameBits = (x: number[], y: number[]): boolean =>
  x.length === y.length && x.every((value, i) => Object.is(value, y[i]))

test('WebAssembly runs here, so that the tests below compare two kernels', () => {
  expect(kernelState().webAssembly).toBe(true)
})

test.each(shapes)(
  'the WebAssembly kernel equals the plain loops bit for bit over 200 steps: %s',
  (_, settings) => {
    expect(sameBits(trace(settings, wasmLimitStep, 200), trace(settings, plainLimitStep, 200))).toBe(true)
  },
)

test('both kernels agree on every array of a step, also where a preactivation is NaN or infinite', () => {
  const settings = smallWith({ neurons: 3 })
  const { data } = problem(settings)
  const shape: LimitStepShape = {
    classes: 3,
    views: 2,
    neurons: 3,
    power: 4,
    threshold: 0.5,
    firstPatch: data.firstPatch,
    feature: data.feature,
    weight: data.weight,
    noiseSquared: data.noiseNorm.map(norm => norm * norm),
  }
  const run = (step: LimitStep): number[] => {
    const { arrays } = step
    const random = stream(7)
    random.fillNormal(arrays.a, 0.4)
    random.fillNormal(arrays.b, 0.4)
    random.fillNormal(arrays.outputGradient)
    ;[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0].forEach((value, i) => {
      arrays.b[11 * i] = value
    })
    step.forward()
    step.backward()
    step.measure(0)
    step.advance(0.25)
    step.advanceAndForward(0.5)
    return Object.values(arrays).flatMap((array: Float64Array) => [...array])
  }
  const wasm = run(wasmLimitStep(shape))
  expect(wasm.some(Number.isNaN)).toBe(true)
  expect(sameBits(wasm, run(plainLimitStep(shape)))).toBe(true)
})

test('advanceAndForward is advance and then forward', () => {
  const settings = smallWith()
  const { data, start } = problem(settings)
  for (const make of [wasmLimitStep, plainLimitStep]) {
    let calls: string[] = []
    const split: MakeStep = shape => {
      const step = make(shape)
      return {
        ...step,
        advanceAndForward: size => {
          calls.push('split')
          step.advance(size)
          step.forward()
        },
      }
    }
    const run = (model: LimitModel): Float64Array => {
      const gradient = new Float64Array(data.size * 3)
      for (let i = 0; i < 5; i++) {
        crossEntropy(data.label, 3).evaluate(model.outputs(), gradient)
        model.backward(gradient)
        model.advance(0.5)
      }
      return model.outputs().slice()
    }
    calls = []
    expect(run(limitModel(data, settings, start, split))).toEqual(
      run(limitModel(data, settings, start, make)),
    )
    expect(calls.length).toBe(5)
  }
})

test('whole powers from 2 to 12 have a WebAssembly kernel, and every other power the plain loops', () => {
  for (let q = 2; q <= 12; q++) expect(hasWasmLimitStep(q)).toBe(true)
  for (const q of [13, 2.5, 3.999, 1]) expect(hasWasmLimitStep(q)).toBe(false)
})

test('without WebAssembly the default step is the plain one, to the same bits', () => {
  const settings = smallWith()
  const fast = trace(settings, limitStep, 50)
  const plain = withoutWebAssembly(() => trace(settings, limitStep, 50))
  expect(sameBits(fast, plain)).toBe(true)
})

test('models made one after another share their code and nothing else', () => {
  const settings = smallWith()
  const alone = trace(settings, wasmLimitStep, 30)
  trace(smallWith({ classes: 5, neurons: 3, samples: 20, patches: 20 }), wasmLimitStep, 10)
  expect(sameBits(trace(settings, wasmLimitStep, 30), alone)).toBe(true)
})

test('a step that 4 GiB cannot hold is refused before memory is taken', () => {
  const rows = 3_000_000
  const data: Dataset = {
    ...problem(regimeWith()).data,
    feature: new Int32Array(rows),
    weight: new Float64Array(rows),
    noiseNorm: new Float64Array(rows),
  }
  const shape: LimitStepShape = {
    classes: 100,
    views: 2,
    neurons: 8,
    power: 4,
    threshold: 0.5,
    firstPatch: Int32Array.of(0, rows),
    feature: data.feature,
    weight: data.weight,
    noiseSquared: data.noiseNorm,
  }
  expect(() => wasmLimitStep(shape)).toThrow(
    /limit step: 3000000 patches × 800 neurons need 35.\d GiB of the 4 GiB/,
  )
})
