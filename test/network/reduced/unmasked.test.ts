/** Students without the mask of (4.4): steps of each class by itself against common steps. */

import type { DistillationSettings, Settings } from '@multiview/network'
import { describe, expect, test } from 'vitest'
import { limitWith, studentNames, taughtAtTen, teachers } from './small-distillation.ts'
import { standingAt } from './standing.ts'

const names = studentNames(1)
const { outputs } = teachers(1, 3)
const scaled = outputs.map(output => output * taughtAtTen.teacherScale)
/** After the student with a mask has stopped growing. */
const time = 4.5e4

const studentAt = (settings: Settings & DistillationSettings) =>
  standingAt(settings, names, time, { settings, scaled })

describe('a student without the mask', () => {
  const settings = { ...taughtAtTen, mask: 'none' } as const
  const own = studentAt({ ...settings, stepTolerance: 0.03 })

  test('has the views that common steps lead to, extrapolated to steps of length 0, within 5%', () => {
    const [coarse, fine] = [0.1, 0.05].map(tolerance => studentAt(limitWith(settings, tolerance)).strength)
    const expected = fine.map((strength, view) => 2 * strength - coarse[view])
    const largest = expected.reduce((a, b) => Math.max(a, b), 0)
    expect(largest).toBeGreaterThan(100)
    own.strength.forEach((strength, view) => {
      expect(Math.abs(strength - expected[view])).toBeLessThan(0.05 * largest)
    })
  })

  test('has far larger outputs than one with the mask', () => {
    const largestOf = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), 0)
    expect(largestOf(own.outputs)).toBeGreaterThan(20 * largestOf(studentAt(taughtAtTen).outputs))
  })
})
