import { crossEntropy } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { farthest, naiveCrossEntropy } from '../limit/naive-limit.ts'

const evaluate = (outputs: number[][], label: number[]) => {
  const gradient = new Float64Array(outputs.flat().length)
  const objective = crossEntropy(Int32Array.from(label), outputs[0].length)
  const loss = objective.evaluate(Float64Array.from(outputs.flat()), gradient)
  return { loss, gradient: [...gradient] }
}

/** Random outputs of ordinary size. */
const drawn = (size: number, classes: number) => {
  const random = stream(1, size, classes)
  return {
    outputs: Array.from({ length: size }, () => [...random.fillNormal(new Float64Array(classes), 3)]),
    label: Array.from({ length: size }, () => random.integer(classes)),
  }
}

const sizes = [
  [1, 2],
  [7, 3],
  [40, 10],
  [5, 101],
] as const

test.each(sizes)('value and gradient are those of the definition (N = %i, k = %i)', (size, classes) => {
  const { outputs, label } = drawn(size, classes)
  const { loss, gradient } = evaluate(outputs, label)
  const expected = naiveCrossEntropy(outputs, Int32Array.from(label))
  expect(Math.abs(loss - expected.loss)).toBeLessThan(1e-13)
  expect(farthest(gradient, expected.gradient.flat())).toBeLessThan(1e-15)
})

test.each(sizes)(
  'the gradient is the derivative of the value, by differences (N = %i, k = %i)',
  (size, classes) => {
    const { outputs, label } = drawn(size, classes)
    const { gradient } = evaluate(outputs, label)
    const h = 1e-5
    const differences = outputs.flatMap((row, n) =>
      row.map((_, i) => {
        const at = (t: number) =>
          evaluate(
            outputs.map((r, m) => (m === n ? r.map((f, j) => (j === i ? f + t : f)) : r)),
            label,
          ).loss
        return (at(h) - at(-h)) / (2 * h)
      }),
    )
    expect(farthest(gradient, differences)).toBeLessThan(1e-8)
  },
)

test('equal outputs give log k and probabilities 1/k', () => {
  const { loss, gradient } = evaluate([[5, 5, 5, 5]], [2])
  expect(loss).toBeCloseTo(Math.log(4), 15)
  expect(gradient).toEqual([0.25, 0.25, -0.75, 0.25])
})

test('each sample’s gradient sums to 0', () => {
  const { outputs, label } = drawn(40, 10)
  const { gradient } = evaluate(outputs, label)
  for (let n = 0; n < 40; n++)
    expect(Math.abs(gradient.slice(10 * n, 10 * n + 10).reduce((sum, g) => sum + g, 0))).toBeLessThan(1e-17)
})

test('huge outputs neither overflow nor lose the loss', () => {
  const { loss, gradient } = evaluate([[1e4, 0, -1e4]], [1])
  expect(loss).toBe(1e4)
  expect(gradient).toEqual([1, -1, 0])
  expect(evaluate([[1e308, -1e308]], [0]).loss).toBe(0)
})

test('the gradient of a sample that is nearly fitted keeps its digits', () => {
  // 1 − p_y is e^−40, far below the spacing of doubles at 1.
  const { loss, gradient } = evaluate([[40, 0]], [0])
  const share = Math.exp(-40)
  expect(Math.abs(gradient[0] / -share - 1)).toBeLessThan(1e-15)
  expect(gradient[1]).toBe(-gradient[0])
  expect(loss).toBeLessThan(1e-16)
})

test('a NaN or infinite output makes the loss NaN or infinite, so that descent stops', () => {
  expect(evaluate([[0, Number.NaN]], [0]).loss).toBeNaN()
  expect(evaluate([[Number.NaN, 0]], [1]).loss).toBeNaN()
  expect(Number.isFinite(evaluate([[Number.POSITIVE_INFINITY, 0]], [1]).loss)).toBe(false)
})
