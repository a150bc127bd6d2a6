/** How often outputs are wrong. */

import { denseLayout, type OutputLayout, slotOf } from './output-layout.ts'

/**
 * The number of samples on which the outputs F err: some i ≠ y has F_y ≤ F_i, so that a tie counts
 * as an error.
 *
 * @param layout the layout of the outputs; [N, k] unless given. Every sample has a slot for its
 * label.
 * @example
 * countErrors(new Float64Array([2, 1, 0, 0]), new Int32Array([0, 1])) // 1
 */
export const countErrors = (
  outputs: Float64Array,
  label: Int32Array,
  layout: OutputLayout = denseLayout(label.length, outputs.length / label.length),
): number => {
  const { size, classes, firstSlot, slotClass } = layout
  let errors = 0
  for (let n = 0; n < size; n++) {
    const ownSlot = slotOf(layout, n, label[n])
    const own = outputs[ownSlot]
    const [first, end] = [firstSlot[n], firstSlot[n + 1]]
    let isWrong = end - first < classes && outputs[slotClass.length + n] >= own
    for (let slot = first; slot < end && !isWrong; slot++) isWrong = slot !== ownSlot && outputs[slot] >= own
    if (isWrong) errors++
  }
  return errors
}
