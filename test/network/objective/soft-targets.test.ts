/** Distillation with soft labels against its formula by autodiff and against a naive loop. */

import { checkGrads, log, softmax, stream, sum, type Tensor, tensor, valueAndGrad } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { relativeEntropy } from '../../../packages/network/src/objective/relative-entropy.ts'
import { softTargets } from '../../../packages/network/src/objective/soft-targets.ts'
import { farthest } from '../limit/naive-limit.ts'

const [size, classes] = [5, 4]
const teacher = stream(1, 'teacher').fillNormal(new Float64Array(size * classes), 3)
const student = stream(1, 'student').fillNormal(new Float64Array(size * classes), 3)

const evaluate = (temperature: number, outputs = student) => {
  const gradient = new Float64Array(outputs.length)
  return { value: softTargets(teacher, classes, temperature).evaluate(outputs, gradient), gradient }
}

/** (1/N) Σ_n Σ_i t_i log(t_i / p_i), by autodiff. */
const asFormula = (temperature: number) => {
  const at = (outputs: Tensor) => softmax(outputs.reshape([size, classes]).div(temperature), { axis: 1 })
  const target = at(tensor(teacher))
  return (outputs: Tensor) => sum(target.mul(log(target).sub(log(at(outputs))))).div(size)
}

test.each([0.5, 1, 4])('value and gradient are those of the formula, τ = %f', temperature => {
  const formula = asFormula(temperature)
  checkGrads(formula, [tensor(student)], { order: 1 })
  const [value, gradient] = valueAndGrad(formula)(tensor(student))
  const found = evaluate(temperature)
  expect(found.value).toBeGreaterThan(0.01)
  expect(Math.abs(found.value - value.item())).toBeLessThan(1e-13)
  expect(farthest(found.gradient, gradient.data as Float64Array)).toBeLessThan(1e-14)
})

test('the gradient is the slope of the value, by finite differences', () => {
  const { gradient } = evaluate(2)
  const step = 1e-5
  gradient.forEach((slope, at) => {
    const moved = (by: number) =>
      evaluate(
        2,
        Float64Array.from(student, (f, i) => (i === at ? f + by : f)),
      ).value
    expect(Math.abs((moved(step) - moved(-step)) / (2 * step) - slope)).toBeLessThan(1e-9)
  })
})

test('nothing is left for a student that has the outputs of its teacher, up to a constant of each sample', () => {
  const same = teacher.map((output, at) => output + Math.floor(at / classes))
  const { value, gradient } = evaluate(3, same)
  expect(Math.abs(value)).toBeLessThan(1e-14)
  expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-15)
})

test('a teacher that is certain gives the labels', () => {
  const certain = new Float64Array(size * classes)
  for (let n = 0; n < size; n++) certain[n * classes + (n % classes)] = 1000
  const labels = certain.map(output => output / 1000)
  const [soft, hard] = [new Float64Array(certain.length), new Float64Array(certain.length)]
  expect(softTargets(certain, classes, 1).evaluate(student, soft)).toBe(
    relativeEntropy(labels, classes).evaluate(student, hard),
  )
  expect(soft).toEqual(hard)
})

test('a temperature that is not positive, and rows that are not of k numbers, are refused', () => {
  for (const temperature of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => softTargets(teacher, classes, temperature)).toThrow('the temperature is')
  expect(() => softTargets(new Float64Array(7), classes, 1)).toThrow('7 numbers are no rows of 4')
})
