/** Coverage: how much of its teacher's truncated outputs a student has matched. */

import type { OutputLayout } from '../objective/output-layout.ts'
import { slotOf } from '../objective/output-layout.ts'

/**
 * A student has matched its teacher at this share of the truncation level: the last part takes as
 * long as all before.
 */
const near = 0.9

/**
 * The share, among the (sample, class) pairs where the teacher reaches the truncation level, τ²G ≥
 * 1, of those where the student has matched it.
 *
 * @param teacher G in `teacherLayout`, whose slots the student's layout has too.
 */
export const coverageOf = (
  teacherLayout: OutputLayout,
  teacher: Float64Array,
  temperature: number,
): ((layout: OutputLayout, outputs: Float64Array) => number) => {
  const ceiling = 1 / (temperature * temperature)
  const pairs: (readonly [sample: number, ofClass: number])[] = []
  for (let n = 0; n < teacherLayout.size; n++)
    for (let slot = teacherLayout.firstSlot[n]; slot < teacherLayout.firstSlot[n + 1]; slot++)
      if (teacher[slot] >= ceiling) pairs.push([n, teacherLayout.slotClass[slot]])
  return (layout, outputs) => {
    let reached = 0
    for (const [n, i] of pairs) if (outputs[slotOf(layout, n, i)] >= near * ceiling) reached++
    return pairs.length === 0 ? 1 : reached / pairs.length
  }
}
