/** The cross-entropy if all classes that a sample does not show share one output. */

import { crossEntropy } from '@multiview/network'
import { stream } from '@multiview/tensor'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type OutputLayout,
  outputCount,
  withSlots,
} from '../../../packages/network/src/objective/output-layout.ts'
import { farthest } from '../limit/naive-limit.ts'
import { fromLayout, layoutOf, someLayout } from './layouts.ts'

const effort = { numRuns: 200, seed: 20264 }

const evaluate = (label: Int32Array, layout: OutputLayout, outputs: Float64Array) => {
  const gradient = new Float64Array(outputs.length)
  const loss = crossEntropy(label, layout.classes, layout).evaluate(outputs, gradient)
  return { loss, gradient }
}

/** A layout in which every sample has a slot for its label, and outputs. */
const someOutputs = someLayout.chain(layout =>
  fc
    .tuple(
      fc.array(fc.nat(layout.classes - 1), { minLength: layout.size, maxLength: layout.size }),
      fc.integer(),
    )
    .map(([label, seed]) => {
      const grown = withSlots(
        layout,
        label.map((y, n) => [n, y] as const),
      )
      const outputs = stream(seed).fillNormal(new Float64Array(outputCount(grown)), 3)
      return { layout: grown, label: Int32Array.from(label), outputs }
    }),
)

test('loss and gradient are those over all k classes', () => {
  let withRest = 0
  fc.assert(
    fc.property(someOutputs, ({ layout, label, outputs }) => {
      const { loss, gradient } = evaluate(label, layout, outputs)
      const dense = new Float64Array(layout.size * layout.classes)
      const expected = crossEntropy(label, layout.classes).evaluate(fromLayout(layout, outputs), dense)
      expect(Math.abs(loss - expected)).toBeLessThan(1e-13 * (1 + expected))
      expect(farthest(fromLayout(layout, gradient), dense)).toBeLessThan(1e-15)
      if (outputs.length > layout.slotClass.length) withRest++
    }),
    effort,
  )
  expect(withRest).toBeGreaterThan(100)
})

test('a sample that is nearly fitted keeps the digits of its gradient', () => {
  // One slot and a rest of two classes at 0: 1 − p_y is 2e^−40.
  const { loss, gradient } = evaluate(Int32Array.of(1), layoutOf(3, [[1]]), Float64Array.of(40, 0))
  const share = 2 * Math.exp(-40)
  expect(Math.abs(gradient[0] / -share - 1)).toBeLessThan(1e-15)
  expect(Math.abs(gradient[1] / (share / 2) - 1)).toBeLessThan(1e-15)
  expect(loss).toBeLessThan(1e-15)
})

test('a rest above all slots does not overflow', () => {
  const { loss, gradient } = evaluate(Int32Array.of(0), layoutOf(3, [[0]]), Float64Array.of(0, 1e4))
  expect(Math.abs(loss - (1e4 + Math.log(2)))).toBeLessThan(1e-11)
  expect([...gradient]).toEqual([-1, 0.5])
})
