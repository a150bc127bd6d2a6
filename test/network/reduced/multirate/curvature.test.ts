/** The curvature of a sample's term is the slope of its gradient. */

import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { crossEntropyTerm } from '../../../../packages/network/src/objective/cross-entropy.ts'
import { distillationTerm } from '../../../../packages/network/src/objective/distillation.ts'
import type { OutputLayout } from '../../../../packages/network/src/objective/output-layout.ts'
import { weightedTerms } from '../../../../packages/network/src/objective/sample-field.ts'
import type { SampleTerm } from '../../../../packages/network/src/objective/sample-wise.ts'

/** Six classes; sample 0 has slots for three of them, sample 1 for two. */
const layout: OutputLayout = {
  size: 2,
  classes: 6,
  firstSlot: Int32Array.of(0, 3, 5),
  slotClass: Int32Array.of(0, 2, 5, 1, 3),
}
const label = Int32Array.of(2, 1)
/** Where a sample has its slots, and its rest. */
const placeOf = (n: number): [first: number, restAt: number] => [layout.firstSlot[n], 5 + n]
const count = 7
const random = stream(5, 'outputs')
const normal = (scale: number): Float64Array => {
  const values = new Float64Array(count)
  random.fillNormal(values, scale)
  return values
}
const outputs = normal(0.5)
const teacher = normal(0.5).map(f => f + 0.7)
const temperature = 0.8
const terms: [string, SampleTerm][] = [
  ['cross-entropy', crossEntropyTerm(label, 6, layout)],
  ['distillation', distillationTerm(layout, teacher, { temperature, masked: true })],
]

const slopes = (term: SampleTerm): number[] =>
  Array.from({ length: 5 }, (_, at) => {
    const n = at < 3 ? 0 : 1
    const gradientAt = (move: number): number => {
      const gradient = new Float64Array(count)
      term(
        n,
        outputs.map((f, of) => (of === at ? f + move : f)),
        gradient,
        undefined,
        ...placeOf(n),
      )
      return gradient[at]
    }
    return (gradientAt(1e-5) - gradientAt(-1e-5)) / 2e-5
  })

const curvatures = (term: SampleTerm): { curvature: Float64Array; gradient: Float64Array } => {
  const curvature = new Float64Array(count).fill(-1)
  const gradient = new Float64Array(count)
  for (const n of [0, 1]) term(n, outputs, gradient, curvature, ...placeOf(n))
  return { curvature, gradient }
}

describe.each(terms)('%s', (name, term) => {
  test('is what differences give', () => {
    const { curvature, gradient } = curvatures(term)
    slopes(term).forEach((slope, at) => {
      expect(curvature[at]).toBeCloseTo(slope, 8)
      if (name === 'distillation' && gradient[at] === 0) expect(curvature[at]).toBe(0)
      else expect(curvature[at]).toBeGreaterThan(0.005)
    })
  })
})

test('some outputs are pushed by the teacher and some are not', () => {
  const { gradient } = curvatures(terms[1][1])
  expect(gradient.slice(0, 5).some(g => g < 0)).toBe(true)
  expect(gradient.slice(0, 5).some(g => g === 0)).toBe(true)
})

test('a field is the sum of its terms by their weights, the rest of a sample included', () => {
  const field = weightedTerms(
    layout,
    [
      [1, terms[0][1]],
      [50, terms[1][1]],
    ],
    false,
  )
  const gradient = new Float64Array(count)
  const curvature = new Float64Array(count)
  const value = [0, 1].map(n => field.evaluate(n, outputs, gradient, curvature, ...placeOf(n)))
  const parts = terms.map(([, term]) => ({
    ...curvatures(term),
    values: [0, 1].map(n => term(n, outputs, new Float64Array(count), undefined, ...placeOf(n))),
  }))
  for (let at = 0; at < count; at++) {
    expect(gradient[at]).toBeCloseTo(parts[0].gradient[at] + 50 * parts[1].gradient[at], 12)
    if (at < 5) expect(curvature[at]).toBeCloseTo(parts[0].curvature[at] + 50 * parts[1].curvature[at], 12)
  }
  value.forEach((of, n) => {
    expect(of).toBeCloseTo(parts[0].values[n] + 50 * parts[1].values[n], 12)
  })
})
