/** Layouts of outputs for tests. */

import fc from 'fast-check'
import { type OutputLayout, outputCount } from '../../../packages/network/src/objective/output-layout.ts'

/** A layout from the classes that have a slot in each sample, increasing. */
export const layoutOf = (classes: number, slots: readonly (readonly number[])[]): OutputLayout => {
  const firstSlot = new Int32Array(slots.length + 1)
  slots.forEach((row, n) => {
    firstSlot[n + 1] = firstSlot[n] + row.length
  })
  return { size: slots.length, classes, firstSlot, slotClass: Int32Array.from(slots.flat()) }
}

/**
 * Any layout of up to 5 samples and 6 classes; samples without a slot and with all of them
 * included.
 */
export const someLayout: fc.Arbitrary<OutputLayout> = fc
  .integer({ min: 1, max: 6 })
  .chain(classes =>
    fc
      .array(fc.subarray(Array.from({ length: classes }, (_, i) => i)), { minLength: 1, maxLength: 5 })
      .map(slots => layoutOf(classes, slots)),
  )

/** Outputs [N, k] as a vector of this layout. The rest of a sample is not read, and is set to 0. */
export const toLayout = (layout: OutputLayout, outputs: Float64Array): Float64Array => {
  const { size, classes, firstSlot, slotClass } = layout
  const vector = new Float64Array(outputCount(layout))
  for (let n = 0; n < size; n++)
    for (let slot = firstSlot[n]; slot < firstSlot[n + 1]; slot++)
      vector[slot] = outputs[n * classes + slotClass[slot]]
  return vector
}

/** The inverse of `toLayout`: outputs [N, k], each sample's rest at its common value. */
export const fromLayout = (layout: OutputLayout, vector: Float64Array): Float64Array => {
  const { size, classes, firstSlot, slotClass } = layout
  const outputs = new Float64Array(size * classes)
  const hasRest = vector.length > slotClass.length
  for (let n = 0; n < size; n++) {
    if (hasRest) outputs.fill(vector[slotClass.length + n], n * classes, (n + 1) * classes)
    for (let slot = firstSlot[n]; slot < firstSlot[n + 1]; slot++)
      outputs[n * classes + slotClass[slot]] = vector[slot]
  }
  return outputs
}
