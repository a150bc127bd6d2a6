/** Layouts of outputs for tests. */

import fc from 'fast-check'
import type { OutputLayout } from '../../../packages/network/src/objective/output-layout.ts'

/** A layout from the classes that have a slot in each sample, increasing. */
export const layoutOf = (classes: number, slots: readonly (readonly number[])[]): OutputLayout => {
  const firstSlot = new Int32Array(slots.length + 1)
  slots.forEach((row, n) => {
    firstSlot[n + 1] = firstSlot[n] + row.length
  })
  return { size: slots.length, classes, firstSlot, slotClass: Int32Array.from(slots.flat()) }
}

/** Any layout of up to 5 samples and 6 classes; samples without a slot and with all of them included. */
export const someLayout: fc.Arbitrary<OutputLayout> = fc
  .integer({ min: 1, max: 6 })
  .chain(classes =>
    fc
      .array(fc.subarray(Array.from({ length: classes }, (_, i) => i)), { minLength: 1, maxLength: 5 })
      .map(slots => layoutOf(classes, slots)),
  )
