/** The kernel of the cross-entropy against the plain loops, bit for bit. */

import { regimeAt } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { kernelState, withoutWebAssembly } from '@multiview/tensor/kernels'
import { describe, expect, test } from 'vitest'
import {
  denseLayout,
  type OutputLayout,
  outputCount,
  withSlots,
} from '../../../../packages/network/src/objective/output-layout.ts'
import { type FieldIn, fieldOfLabels } from '../../../../packages/network/src/objective/sample-field.ts'
import { pushedOutputs } from '../../../../packages/network/src/reduced/multirate/pushed-outputs.ts'
import {
  inCurvature,
  inGradient,
  inGradientAt,
  inIntegral,
  inOutput,
  recordLength,
} from '../../../../packages/network/src/reduced/multirate/records.ts'
import { setupOf } from '../../../../packages/network/src/reduced/run.ts'
import { layoutOf } from '../../objective/layouts.ts'
import { studentNames } from '../small-distillation.ts'

const classes = 9
const label = Int32Array.of(2, 0, 8, 4, 4, 1)
const size = label.length
const samples = Int32Array.from(label, (_, n) => n)

/** The same field without a kernel. */
const plain =
  (field: FieldIn): FieldIn =>
  layout => {
    const { isGradient, evaluate } = field(layout)
    return { isGradient, evaluate }
  }

const partial = (): OutputLayout =>
  layoutOf(
    classes,
    Array.from(label, (y, n) => [...new Set([y, (3 * n) % 7, n % 2])].sort((a, b) => a - b)),
  )

/** Everything that evaluations of outputs at random leave behind. */
const walk = (layout: OutputLayout, fieldIn: FieldIn): unknown[] => {
  const pushed = pushedOutputs(layout)
  const random = stream(4)
  const seen: unknown[] = []
  const setScales = (): void => {
    const scale = new Float64Array(outputCount(layout))
    // No drift counts in some slots.
    layout.slotClass.forEach((of, slot) => {
      scale[slot] = of % 3
    })
    pushed.setScales(scale)
  }
  const field = fieldIn(layout)
  setScales()
  let time = 0
  for (let step = 0; step < 120; step++) {
    // Small and large changes, some beyond the range of the exponential, and none.
    const { outputs, drift, isDirty, changed: ofClasses } = pushed.records
    const changed = random.integer(layout.slotClass.length)
    const scale = [0, 1e-3, 1, 30, 500, 1e3][random.integer(6)]
    outputs[recordLength * changed + inOutput] += scale * random.normal()
    outputs[recordLength * changed + inGradientAt] = 0.1 * random.normal()
    const count = 1 + random.integer(size)
    if (step % 3 > 0) time += random.double()
    seen.push(pushed.evaluate(samples.subarray(size - count), count, time, field), drift.slice())
    seen.push(isDirty.slice(), ofClasses.slice())
    if (step % 7 === 0) seen.push(pushed.loss())
    if (step % 20 === 19) seen.push(pushed.state())
    if (step === 60) {
      pushed.flush(time)
      const before = { ...layout }
      Object.assign(
        layout,
        withSlots(layout, [
          [1, 7],
          [1, 5],
          [4, 8],
        ]),
      )
      pushed.relay(before)
      setScales()
    }
  }
  return [...seen, pushed.state(), pushed.loss()]
}

describe.each([
  ['slots and a rest', partial],
  ['a slot for every class', () => denseLayout(size, classes)],
] as const)('%s', (_, makeLayout) => {
  test('evaluations at random', () => {
    expect(kernelState().webAssembly).toBe(true)
    expect(fieldOfLabels(label)(makeLayout()).label).toBe(label)
    const fast = walk(makeLayout(), fieldOfLabels(label))
    expect(walk(makeLayout(), plain(fieldOfLabels(label)))).toEqual(fast)
    expect(withoutWebAssembly(() => walk(makeLayout(), fieldOfLabels(label)))).toEqual(fast)
    const { slots } = fast.at(-2) as { slots: Float64Array[] }
    for (const of of [inOutput, inGradient, inCurvature, inIntegral])
      expect(new Set(slots[of]).size).toBeGreaterThan(size)
  })
})

test('whole runs', () => {
  const settings = regimeAt('theorems', 10)
  const states = [fieldOfLabels, (of: Int32Array) => plain(fieldOfLabels(of))].map(fieldOf => {
    const { data, trainee } = setupOf(settings, studentNames(2))
    const flow = trainee.begin(fieldOf(data.label))
    while (flow.loss > settings.targetLoss) flow.advance(Number.POSITIVE_INFINITY)
    return { ...flow.state(), loss: flow.loss, strength: trainee.correlation().own }
  })
  expect(states[0].strength.some(a => a > settings.threshold)).toBe(true)
  expect(states[1]).toEqual(states[0])
})
