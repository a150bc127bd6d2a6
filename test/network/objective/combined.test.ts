/** Objectives made of other objectives: a sum, and the work along a path. */

import { crossEntropy, type Objective } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { alongPath } from '../../../packages/network/src/objective/along-path.ts'
import { distillation } from '../../../packages/network/src/objective/distillation.ts'
import { denseLayout } from '../../../packages/network/src/objective/output-layout.ts'
import { weightedSum } from '../../../packages/network/src/objective/weighted-sum.ts'
import { farthest } from '../limit/naive-limit.ts'

const [size, classes] = [8, 5]
const label = Int32Array.from({ length: size }, (_, n) => n % classes)
const count = size * classes
const labels = () => crossEntropy(label, classes)
const taught = () =>
  distillation(denseLayout(size, classes), stream(1).fillNormal(new Float64Array(count)), {
    temperature: 1,
    masked: false,
  })
const from = stream(2).fillNormal(new Float64Array(count))
const direction = stream(3).fillNormal(new Float64Array(count))
const at = (t: number): Float64Array => from.map((f, i) => f + t * direction[i] + t * t * Math.sin(i))

const evaluate = (objective: Objective, outputs: Float64Array) => {
  const gradient = new Float64Array(count).fill(9)
  return { value: objective.evaluate(outputs, gradient), gradient }
}

test('a weighted sum has the weighted sum of the values and of the gradients', () => {
  const [one, two] = [evaluate(labels(), from), evaluate(taught(), from)]
  const { value, gradient } = evaluate(
    weightedSum([
      [0.5, labels()],
      [30, taught()],
    ]),
    from,
  )
  expect(Math.abs(value - (0.5 * one.value + 30 * two.value))).toBeLessThan(1e-13)
  const expected = one.gradient.map((g, i) => 0.5 * g + 30 * two.gradient[i])
  expect(farthest(gradient, expected)).toBeLessThan(1e-15)
  expect(farthest(gradient, one.gradient)).toBeGreaterThan(0.1)
})

test('one term of weight 1 is itself, and no terms are 0', () => {
  expect(evaluate(weightedSum([[1, labels()]]), from)).toEqual(evaluate(labels(), from))
  expect(evaluate(weightedSum([]), from)).toEqual({ value: 0, gradient: new Float64Array(count) })
})

test('the work along a path is what the cross-entropy changed by, to second order in its steps', () => {
  const change = evaluate(labels(), at(1)).value - evaluate(labels(), at(0)).value
  const missed = [10, 20, 40].map(steps => {
    const objective = alongPath(labels())
    let work = Number.NaN
    for (let step = 0; step <= steps; step++) work = evaluate(objective, at(step / steps)).value
    return Math.abs(work - change)
  })
  expect(Math.abs(change)).toBeGreaterThan(0.1)
  expect(missed[2]).toBeLessThan(1e-3 * Math.abs(change))
  // Twice as many steps give a quarter of the error.
  for (const ratio of [missed[0] / missed[1], missed[1] / missed[2]])
    expect(Math.abs(ratio - 4)).toBeLessThan(0.4)
})

test('the gradient along a path is the objective’s own, and the work starts at 0', () => {
  const objective = alongPath(taught())
  for (const t of [0, 0.3, 0.6]) {
    const { value, gradient } = evaluate(objective, at(t))
    expect(gradient).toEqual(evaluate(taught(), at(t)).gradient)
    if (t === 0) expect(value).toBe(0)
    else expect(value).not.toBe(0)
  }
})

test('work is counted anew for each path, and outputs that a model has come to need do none', () => {
  const objective = alongPath({
    evaluate: (outputs, gradient) => {
      gradient.set(outputs)
      return 0
    },
  })
  const work = (...outputs: number[]) =>
    objective.evaluate(Float64Array.from(outputs), new Float64Array(outputs.length))
  // For the field F itself the work is the change of |F|²/2.
  expect([work(0, 0), work(2, 0), work(2, 2)]).toEqual([0, 2, 4])
  expect([work(2, 2, 5), work(2, 2, 7)]).toEqual([4, 4 + (49 - 25) / 2])
  expect(alongPath(labels()).evaluate(at(1), new Float64Array(count))).toBe(0)
})
