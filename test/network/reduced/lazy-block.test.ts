/** A block with delayed updates can be read at any time, and reading does not change it. */

import { crossEntropy, descend, type Settings, type StepRule } from '@multiview/network'
import { describe, expect, test } from 'vitest'
import { adaptiveStep, constantStep } from '../../../packages/network/src/descent/step-rule.ts'
import { smallWith } from '../settings.ts'
import { bothModels, cubic, namesOf } from './both-models.ts'
import { distillationIn, studentNames, taughtAtTen, teachers } from './small-distillation.ts'

const rules: [string, () => StepRule][] = [
  ['constant steps', () => constantStep(2)],
  ['adaptive steps', () => adaptiveStep(0.3)],
]

test.each(rules)(
  'a run in which the correlations are read at every step ends at the same bits: %s',
  (_, rule) => {
    const run = (read: boolean) => {
      const { data, reduced } = bothModels(cubic, namesOf(1))
      const seen = new Set<number>()
      const { losses, outputs } = descend(reduced, crossEntropy(data.label, 10, reduced.layout), {
        rule: rule(),
        targetLoss: 0.05,
        maxSteps: 500,
        record: () => {
          if (read) seen.add(reduced.correlation().own[0])
        },
      })
      return { losses, outputs, own: reduced.correlation().own, seen: seen.size }
    }
    const { seen, ...told } = run(true)
    const { seen: nothing, ...quiet } = run(false)
    expect(told).toEqual(quiet)
    // The values read include the delayed updates, so they change at every step.
    expect(seen).toBeGreaterThan(100)
    expect(nothing).toBe(0)
  },
)

test('a run with promoted neurons does so too', () => {
  const outputs = teachers(1, 2).outputs
  const run = (read: boolean) => {
    const { reduced } = bothModels(taughtAtTen, studentNames(1))
    const { losses } = descend(reduced, distillationIn(1, outputs, reduced.layout).objective, {
      rule: adaptiveStep(0.3),
      targetLoss: Number.NEGATIVE_INFINITY,
      maxSteps: 700,
      record: step => {
        if (read && step % 7 === 0) reduced.correlation()
      },
    })
    return { losses, ...reduced.correlation() }
  }
  const told = run(true)
  expect(told).toEqual(run(false))
  expect(told.promoted.length).toBeGreaterThan(0)
})

test('reading twice gives the same values, as copies', () => {
  const { data, reduced } = bothModels(cubic, namesOf(1))
  const gradient = new Float64Array(reduced.outputs().length)
  const step = () => {
    crossEntropy(data.label, 10, reduced.layout).evaluate(reduced.outputs(), gradient)
    reduced.backward(gradient)
    reduced.advance(1)
  }
  for (let s = 0; s < 5; s++) step()
  const first = reduced.correlation()
  const copy = structuredClone(first)
  expect(reduced.correlation()).toEqual(first)
  first.own.fill(7)
  expect(reduced.correlation()).toEqual(copy)
  step()
  expect(reduced.correlation()).not.toEqual(copy)
})

describe('held back, then taken in', () => {
  const settings: Settings = smallWith({ initialScale: 0.05 })

  test('pushes too small to move a block are all in its correlations, to first order', () => {
    const { data, reduced, full } = bothModels(settings, namesOf(1))
    const gradient = new Float64Array(reduced.outputs().length)
    const objective = crossEntropy(data.label, 3, reduced.layout)
    objective.evaluate(reduced.outputs(), gradient)
    const before = reduced.correlation().own
    const push = 1e-4
    for (let s = 0; s < 50; s++) {
      reduced.outputs()
      reduced.backward(gradient)
      reduced.advance(push)
    }
    // The full model takes the same change in one step along the same gradient.
    const dense = new Float64Array(data.size * 3)
    crossEntropy(data.label, 3).evaluate(full.outputs(), dense)
    full.backward(dense)
    full.advance(50 * push)
    const after = reduced.correlation().own
    const a = full.featureCorrelation()
    let moved = 0
    before.forEach((from, at) => {
      const [v, r] = [Math.floor(at / 2), at % 2]
      const expected = a[v * 6 + Math.floor(v / 2) * 2 + r] - from
      moved = Math.max(moved, Math.abs(expected))
      expect(Math.abs(after[at] - from - expected)).toBeLessThan(1e-3 * Math.abs(expected) + 1e-12)
    })
    expect(moved).toBeGreaterThan(1e-9)
  })
})
