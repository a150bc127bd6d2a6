/** Layouts of outputs: slots for some classes of a sample, one common value for the rest. */

import { visibleLayout } from '@multiview/network'
import { stream } from '@multiview/tensor'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import {
  denseLayout,
  type OutputLayout,
  outputCount,
  relaid,
  slotOf,
  withSlots,
} from '../../../packages/network/src/objective/output-layout.ts'
import { smallWith } from '../settings.ts'
import { fromLayout, layoutOf, someLayout, toLayout } from './layouts.ts'

const effort = { numRuns: 200, seed: 20263 }

/** A layout, and a vector of it. */
const layoutAndVector = someLayout.chain(layout =>
  fc
    .array(fc.double({ noNaN: true, min: -10, max: 10 }), {
      minLength: outputCount(layout),
      maxLength: outputCount(layout),
    })
    .map(values => ({ layout, vector: Float64Array.from(values) })),
)

const withPairs = layoutAndVector.chain(({ layout, vector }) =>
  fc
    .array(fc.tuple(fc.nat(layout.size - 1), fc.nat(layout.classes - 1)), { maxLength: 12 })
    .map(pairs => ({ layout, vector, pairs })),
)

const isLayout = ({ size, classes, firstSlot, slotClass }: OutputLayout): boolean => {
  if (firstSlot.length !== size + 1 || firstSlot[0] !== 0 || firstSlot[size] !== slotClass.length)
    return false
  for (let n = 0; n < size; n++)
    for (let slot = firstSlot[n]; slot < firstSlot[n + 1]; slot++) {
      if (slotClass[slot] < 0 || slotClass[slot] >= classes) return false
      if (slot > firstSlot[n] && slotClass[slot] <= slotClass[slot - 1]) return false
    }
  return true
}

test('a vector is the same after all its outputs were written out and taken in again', () => {
  fc.assert(
    fc.property(layoutAndVector, ({ layout, vector }) => {
      const back = toLayout(layout, fromLayout(layout, vector))
      // The rest is not read from the outputs, because its classes might differ.
      expect(back.subarray(0, layout.slotClass.length)).toEqual(vector.subarray(0, layout.slotClass.length))
      expect(back.length).toBe(vector.length)
      expect(back.subarray(layout.slotClass.length).every(rest => rest === 0)).toBe(true)
    }),
    effort,
  )
})

test('written out, every class of a sample has its slot’s value or that of the rest', () => {
  fc.assert(
    fc.property(layoutAndVector, ({ layout, vector }) => {
      const outputs = fromLayout(layout, vector)
      for (let n = 0; n < layout.size; n++)
        for (let i = 0; i < layout.classes; i++) {
          const slot = slotOf(layout, n, i)
          const at = slot < 0 ? layout.slotClass.length + n : slot
          expect(outputs[n * layout.classes + i]).toBe(vector[at])
        }
    }),
    effort,
  )
})

test('a slot is found exactly for the classes that have one', () => {
  const layout = layoutOf(4, [[1, 3], [], [0, 1, 2, 3]])
  expect([0, 1, 2, 3].map(i => slotOf(layout, 0, i))).toEqual([-1, 0, -1, 1])
  expect([0, 1, 2, 3].map(i => slotOf(layout, 1, i))).toEqual([-1, -1, -1, -1])
  expect([0, 1, 2, 3].map(i => slotOf(layout, 2, i))).toEqual([2, 3, 4, 5])
})

test('more slots keep those there were, add each asked-for pair once, and change no output', () => {
  fc.assert(
    fc.property(withPairs, ({ layout, vector, pairs }) => {
      const before = structuredClone(layout)
      const grown = withSlots(layout, pairs)
      expect(layout).toEqual(before)
      expect(isLayout(grown)).toBe(true)
      for (let n = 0; n < layout.size; n++)
        for (let i = 0; i < layout.classes; i++)
          expect(slotOf(grown, n, i) >= 0).toBe(
            slotOf(layout, n, i) >= 0 || pairs.some(([m, j]) => m === n && j === i),
          )
      expect(fromLayout(grown, relaid(layout, vector, grown))).toEqual(fromLayout(layout, vector))
    }),
    effort,
  )
})

test('a vector that is converted to more slots and back is unchanged', () => {
  fc.assert(
    fc.property(withPairs, ({ layout, vector, pairs }) => {
      const grown = withSlots(layout, pairs)
      const back = relaid(grown, relaid(layout, vector, grown), layout)
      const slots = layout.slotClass.length
      expect(back.subarray(0, slots)).toEqual(vector.subarray(0, slots))
      // If every class has a slot, the rest is empty and cannot be restored.
      if (outputCount(grown) > grown.slotClass.length) expect(back).toEqual(vector)
    }),
    effort,
  )
})

test('a vector without a rest stands for a rest of 0', () => {
  const layout = layoutOf(3, [[0], [2]])
  const dense = denseLayout(2, 3)
  expect([...relaid(layout, Float64Array.of(5, 6), dense)]).toEqual([5, 0, 0, 0, 0, 6])
  expect([...relaid(layout, Float64Array.of(5, 6, 1, 2), dense)]).toEqual([5, 1, 1, 2, 2, 6])
})

test('the dense layout is [N, k] itself and has no rest', () => {
  const dense = denseLayout(3, 4)
  const outputs = stream(1).fillNormal(new Float64Array(12))
  expect(isLayout(dense)).toBe(true)
  expect(outputCount(dense)).toBe(12)
  expect(toLayout(dense, outputs)).toEqual(outputs)
  expect(fromLayout(dense, outputs)).toEqual(outputs)
})

test('the visible layout has a slot for the label and for every class that has a feature in the sample', () => {
  const data = drawTrainingSet(smallWith({ classes: 6, otherFeatureRate: 1, samples: 40 }), stream(2))
  const layout = visibleLayout(data)
  expect(isLayout(layout)).toBe(true)
  for (let n = 0; n < data.size; n++) {
    const shown = new Set([data.label[n]])
    for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++) shown.add(data.feature[p] >> 1)
    for (let i = 0; i < 6; i++) expect(slotOf(layout, n, i) >= 0).toBe(shown.has(i))
  }
  expect(layout.slotClass.length).toBeLessThan(40 * 6)
  expect(outputCount(layout)).toBe(layout.slotClass.length + 40)
})
