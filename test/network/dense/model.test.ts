/** The dense model by the fused step, by autodiff and by plain loops gives the same numbers. */

import {
  autodiffModel,
  crossEntropy,
  denseModel,
  denseOutputs,
  descend,
  type StepRule,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { kernelState, withoutWebAssembly } from '@multiview/tensor/kernels'
import { describe, expect, test } from 'vitest'
import { denseNetwork } from '../../../packages/network/src/dense/autodiff.ts'
import { adaptiveStep } from '../../../packages/network/src/step-rule/adaptive.ts'
import { constantStep } from '../../../packages/network/src/step-rule/constant.ts'
import { denseRun, distance, plainLoops, smallDense } from './small.ts'

describe.each([
  ['a small network', smallDense()],
  ['q = 2', smallDense({ power: 2 })],
  ['q = 3.5', smallDense({ power: 3.5 })],
  ['the regime’s activation', smallDense({ power: 8 })],
  ['more patches and a large dimension', smallDense({ patches: 30, dimension: 130, samples: 9 })],
])('%s', (_, settings) => {
  const { data, w } = denseRun(settings)
  const outputGradient = stream(3).fillNormal(new Float64Array(settings.samples * settings.classes))
  const plain = plainLoops(data, settings, w, outputGradient)

  test('has branches to tell apart', () => {
    expect(plain.outputs.some(F => F > settings.threshold)).toBe(true)
    expect(plain.outputs.some(F => F > 0 && F < settings.threshold)).toBe(true)
  })

  test('fused step, autodiff and plain loops agree to 1e-12', () => {
    const fused = denseModel(data, settings, w)
    const auto = autodiffModel(denseNetwork(data, settings, w))
    expect(distance(plain.outputs, fused.outputs())).toBeLessThan(1e-12)
    expect(distance(plain.outputs, auto.outputs())).toBeLessThan(1e-12)
    fused.backward(outputGradient)
    auto.backward(outputGradient)
    expect(Math.abs(fused.relativeStep() / auto.relativeStep() - 1)).toBeLessThan(1e-12)
    // The step is so large that the initial weights are negligible; the result is the change alone.
    fused.advance(2 ** 80)
    auto.advance(2 ** 80)
    const change = plain.change.map(c => c * 2 ** 80)
    expect(distance(change, fused.weights())).toBeLessThan(1e-12)
    expect(distance(change, auto.parameters().w.data as Float64Array)).toBeLessThan(1e-12)
  })

  test('the kernel and its plain twin give the same bits', () => {
    expect(withoutWebAssembly(() => denseOutputs(data, settings, w))).toEqual(denseOutputs(data, settings, w))
  })
})

test.each<[string, () => StepRule]>([
  ['adaptive', () => adaptiveStep(0.05)],
  ['constant', () => constantStep(0.3)],
])('50 %s steps agree', (_, rule) => {
  const settings = smallDense({ initialScale: 0.1, dimension: 40 })
  const { data, w } = denseRun(settings)
  const objective = crossEntropy(data.label, settings.classes)
  const fused = denseModel(data, settings, w)
  const auto = autodiffModel(denseNetwork(data, settings, w))
  const byFused = descend(fused, objective, { rule: rule(), targetLoss: 0, maxSteps: 50 })
  const byAuto = descend(auto, objective, { rule: rule(), targetLoss: 0, maxSteps: 50 })
  expect(byFused.steps).toBe(50)
  expect(distance(byFused.losses, byAuto.losses)).toBeLessThan(1e-12)
  expect(distance(byFused.stepSizes, byAuto.stepSizes)).toBeLessThan(1e-11)
  expect(distance(fused.weights(), auto.parameters().w.data as Float64Array)).toBeLessThan(1e-11)
})

test('weights that do not fit the data are refused', () => {
  const settings = smallDense()
  const { data } = denseRun(settings)
  expect(() => denseModel(data, settings, new Float64Array(5))).toThrow(
    'the weights hold 5 numbers; this data and network take 102',
  )
})

test('the memory of a step does not grow with N: N·P·k·m preactivations are never held', () => {
  const wide = { classes: 20, neurons: 10, patches: 40, dimension: 512, otherFeatureRate: 4, power: 4 }
  const bytesAt = (samples: number): number => {
    const settings = smallDense({ ...wide, samples })
    const { data, w } = denseRun(settings)
    const model = denseModel(data, settings, w)
    model.outputs()
    model.backward(new Float64Array(samples * 20).fill(0.01))
    model.relativeStep()
    return kernelState().bytes
  }
  const few = bytesAt(30)
  expect(bytesAt(60)).toBe(few)
  // X itself takes N·P·d doubles: 0.31 GiB at N = 2000, where all preactivations would take 0.12
  // GiB more.
  expect(few).toBeLessThan(64 * 2 ** 20)
})
