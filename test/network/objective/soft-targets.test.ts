import {
  denseLayout,
  drawTrainingSet,
  regimes,
  softTargets,
  toLayout,
  visibleLayout,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { describe, expect, it } from 'vitest'

const classes = 6
const size = 4
const random = stream(5, 'soft targets')
const normals = (scale: number): Float64Array =>
  Float64Array.from({ length: size * classes }, () => scale * random.normal())

/** T² mean KL, by the definition. */
const naive = (outputs: Float64Array, teacher: Float64Array, temperature: number): number => {
  let total = 0
  for (let n = 0; n < size; n++) {
    const row = (of: Float64Array): number[] =>
      Array.from(of.subarray(n * classes, (n + 1) * classes), f => f / temperature)
    const soft = (f: number[]): number[] => {
      const sum = f.reduce((s, x) => s + Math.exp(x), 0)
      return f.map(x => Math.exp(x) / sum)
    }
    const [p, q] = [soft(row(teacher)), soft(row(outputs))]
    p.forEach((value, i) => {
      total += value * Math.log(value / q[i])
    })
  }
  return (temperature * temperature * total) / size
}

describe('soft targets', () => {
  for (const temperature of [0.5, 1, 4])
    it(`are T² times the mean divergence, with its gradient, at T = ${temperature}`, () => {
      const teacher = normals(2)
      const outputs = normals(2)
      const objective = softTargets(denseLayout(size, classes), teacher, temperature)
      const gradient = new Float64Array(outputs.length)
      expect(objective.evaluate(outputs, gradient)).toBeCloseTo(naive(outputs, teacher, temperature), 12)
      const step = 1e-5
      for (let at = 0; at < outputs.length; at++) {
        const moved = (by: number): number => {
          const there = outputs.slice()
          there[at] += by
          return naive(there, teacher, temperature)
        }
        expect(gradient[at]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 8)
      }
    })

  it('vanish where the student says what its teacher says, up to a constant of each sample', () => {
    const teacher = normals(1)
    const objective = softTargets(denseLayout(size, classes), teacher, 2)
    const gradient = new Float64Array(teacher.length)
    const value = objective.evaluate(
      teacher.map((f, at) => f + Math.floor(at / classes)),
      gradient,
    )
    expect(Math.abs(value)).toBeLessThan(1e-14)
    for (const g of gradient) expect(Math.abs(g)).toBeLessThan(1e-15)
  })

  it('are the same where classes that a sample does not show share one value', () => {
    const data = drawTrainingSet({ ...regimes.distillation, samples: 30, classes: 20 }, stream(1, 'data'))
    const layout = visibleLayout(data)
    const dense = denseLayout(data.size, 20)
    const values = (name: string): Float64Array => {
      const of = stream(2, name)
      const full = new Float64Array(data.size * 20)
      for (let n = 0; n < data.size; n++)
        for (let slot = layout.firstSlot[n]; slot < layout.firstSlot[n + 1]; slot++)
          full[n * 20 + layout.slotClass[slot]] = of.normal()
      return full
    }
    const [teacher, student] = [values('teacher'), values('student')]
    const few = new Float64Array(toLayout(layout, student).length)
    const all = new Float64Array(student.length)
    const value = softTargets(layout, toLayout(layout, teacher), 3).evaluate(toLayout(layout, student), few)
    expect(value).toBeCloseTo(softTargets(dense, teacher, 3).evaluate(student, all), 13)
    for (let n = 0; n < data.size; n++)
      for (let slot = layout.firstSlot[n]; slot < layout.firstSlot[n + 1]; slot++)
        expect(few[slot]).toBeCloseTo(all[n * 20 + layout.slotClass[slot]], 14)
  })

  it('refuse a temperature of 0', () => {
    expect(() => softTargets(denseLayout(size, classes), normals(1), 0)).toThrow(RangeError)
  })
})
