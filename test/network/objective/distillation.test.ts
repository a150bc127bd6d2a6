/** Distillation by (4.3) and (4.4) against its formula over all k classes. */

import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { distillation } from '../../../packages/network/src/objective/distillation.ts'
import {
  denseLayout,
  outputCount,
  relaid,
  withSlots,
} from '../../../packages/network/src/objective/output-layout.ts'
import { farthest } from '../limit/naive-limit.ts'
import { fromLayout, layoutOf, toLayout } from './layouts.ts'

const temperatures: [string, number][] = [
  ['τ = 1', 1],
  ['τ = 0.4', 0.4],
  ['τ = 1/log² 10', 1 / Math.log(10) ** 2],
]

/** p_i^τ(F) of one sample, by (4.3). */
const truncatedSoftmax = (outputs: number[], temperature: number): number[] => {
  const weights = outputs.map(f => Math.exp((Math.min(temperature ** 2 * f, 1) - 1) / temperature))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map(weight => weight / total)
}

const naive = (student: number[][], teacher: number[][], temperature: number, masked: boolean) => {
  let value = 0
  const gradient = student.map((outputs, n) => {
    const ofStudent = truncatedSoftmax(outputs, temperature)
    const ofTeacher = truncatedSoftmax(teacher[n], temperature)
    return outputs.map((f, i) => {
      const lack = Math.max(0, ofTeacher[i] - ofStudent[i])
      value += lack / student.length
      return masked && temperature ** 2 * f >= 1 ? 0 : -lack / student.length
    })
  })
  return { value, gradient: gradient.flat() }
}

/** Outputs on both sides of the truncation. */
const drawn = (size: number, classes: number, temperature: number, name: string): number[][] => {
  const random = stream(1, name)
  return Array.from({ length: size }, () =>
    Array.from({ length: classes }, () => random.uniform(-0.5, 2) / temperature ** 2),
  )
}

const [size, classes] = [30, 10]

describe.each(temperatures)('%s', (_, temperature) => {
  const student = drawn(size, classes, temperature, 'student')
  const teacher = drawn(size, classes, temperature, 'teacher')

  test.each([true, false])('value and gradient are those of the formula; masked: %s', masked => {
    const expected = naive(student, teacher, temperature, masked)
    const goal = Float64Array.from(teacher.flat())
    const objective = distillation(denseLayout(size, classes), goal, { temperature, masked })
    const gradient = new Float64Array(size * classes)
    const value = objective.evaluate(Float64Array.from(student.flat()), gradient)
    expect(expected.value).toBeGreaterThan(0.1)
    expect(Math.abs(value - expected.value)).toBeLessThan(1e-14)
    expect(farthest(gradient, expected.gradient)).toBeLessThan(1e-15)
    // The step is one-sided: it never lowers an output, and it does not change some.
    expect(gradient.every(g => g <= 0)).toBe(true)
    expect(gradient.some(g => g < 0) && gradient.some(g => g === 0)).toBe(true)
  })

  test('the mask takes the push from outputs at the truncation, and from no others', () => {
    const layout = denseLayout(size, classes)
    const outputs = Float64Array.from(student.flat())
    const goal = Float64Array.from(teacher.flat())
    const [masked, all] = [true, false].map(masked => {
      const gradient = new Float64Array(size * classes)
      distillation(layout, goal, { temperature, masked }).evaluate(outputs, gradient)
      return gradient
    })
    let taken = 0
    outputs.forEach((f, at) => {
      if (temperature ** 2 * f < 1) expect(masked[at]).toBe(all[at])
      else {
        expect(masked[at]).toBeCloseTo(0, 300)
        if (all[at] < 0) taken++
      }
    })
    expect(taken).toBeGreaterThan(0)
  })

  test.each([true, false])(
    'with the rest of each sample in one place it says the same; masked: %s',
    masked => {
      const random = stream(2)
      const layout = layoutOf(
        classes,
        // One sample shows every class, one shows none, others show some.
        Array.from({ length: size }, (_, n) =>
          Array.from({ length: classes }, (_, i) => i).filter(
            () => n !== 1 && (n === 0 || random.bernoulli(0.4)),
          ),
        ),
      )
      const rest = layout.slotClass.length
      const vectors = ['student', 'teacher'].map(name => {
        const vector = toLayout(layout, Float64Array.from(drawn(size, classes, temperature, name).flat()))
        // The student's common output of the rest is 0. The teacher's is sometimes not 0, which
        // raises it.
        if (name === 'teacher') for (let n = 0; n < size; n += 3) vector[rest + n] = 0.7 / temperature ** 2
        return vector
      })
      const rows = vectors.map(vector => {
        const outputs = fromLayout(layout, vector)
        return Array.from({ length: size }, (_, n) => [...outputs.subarray(n * classes, (n + 1) * classes)])
      })
      const expected = naive(rows[0], rows[1], temperature, masked)
      const gradient = new Float64Array(outputCount(layout))
      const objective = distillation(layout, vectors[1], { temperature, masked })
      const value = objective.evaluate(vectors[0], gradient)
      expect(Math.abs(value - expected.value)).toBeLessThan(1e-14)
      // The gradient of the rest is that of each of its classes.
      expect(farthest(fromLayout(layout, gradient), expected.gradient)).toBeLessThan(1e-15)
      expect(gradient.subarray(rest).some(g => g < 0)).toBe(true)
    },
  )
})

test('a student that is its teacher is left alone, at distance 0', () => {
  const outputs = Float64Array.from(drawn(5, 4, 1, 'same').flat())
  const gradient = new Float64Array(20).fill(7)
  const objective = distillation(denseLayout(5, 4), outputs, { temperature: 1, masked: true })
  expect(objective.evaluate(outputs, gradient)).toBe(0)
  expect([...gradient].every(g => g === 0)).toBe(true)
})

test('a teacher is given in the layout as it was: slots that come later take the value of its rest', () => {
  const layout = layoutOf(3, [[0], [1, 2]])
  const teacher = Float64Array.of(0.9, 0.2, 0.8, 0.1, 0.3)
  const objective = distillation(layout, teacher, { temperature: 1, masked: true })
  const student = Float64Array.of(0.1, 0.1, 0.1, 0, 0)
  const before = new Float64Array(5)
  const value = objective.evaluate(student, before)
  const old = { ...layout }
  Object.assign(layout, withSlots(layout, [[0, 2]]))
  const after = new Float64Array(outputCount(layout))
  expect(Math.abs(objective.evaluate(relaid(old, student, layout), after) - value)).toBeLessThan(1e-15)
  expect(farthest(fromLayout(layout, after), fromLayout(old, before))).toBeLessThan(1e-16)
})

test('huge outputs neither overflow nor make the value anything but a distance', () => {
  const gradient = new Float64Array(3)
  const objective = distillation(denseLayout(1, 3), Float64Array.of(1e300, -1e300, 0), {
    temperature: 0.1,
    masked: false,
  })
  const value = objective.evaluate(Float64Array.of(-1e300, 1e300, 0), gradient)
  expect(value).toBeCloseTo(1, 3)
  expect(gradient[0]).toBeCloseTo(-1, 3)
  expect(gradient[1]).toBeCloseTo(0, 300)
})
