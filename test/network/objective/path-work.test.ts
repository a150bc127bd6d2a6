/** The work along a path of outputs. */

import { crossEntropy, type Objective } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { pathWork } from '../../../packages/network/src/objective/path-work.ts'

const [size, classes] = [8, 5]
const label = Int32Array.from({ length: size }, (_, n) => n % classes)
const count = size * classes
const labels = () => crossEntropy(label, classes)
const from = stream(2).fillNormal(new Float64Array(count))
const direction = stream(3).fillNormal(new Float64Array(count))
const at = (t: number): Float64Array => from.map((f, i) => f + t * direction[i] + t * t * Math.sin(i))

const evaluate = (objective: Objective, outputs: Float64Array) => {
  const gradient = new Float64Array(count).fill(9)
  return { value: objective.evaluate(outputs, gradient), gradient }
}

test('the work along a path is what the cross-entropy changed by, to second order in its steps', () => {
  const change = evaluate(labels(), at(1)).value - evaluate(labels(), at(0)).value
  const missed = [10, 20, 40].map(steps => {
    const path = pathWork()
    for (let step = 0; step <= steps; step++) {
      const outputs = at(step / steps)
      path.add(outputs, evaluate(labels(), outputs).gradient)
    }
    return Math.abs(path.sum() - change)
  })
  expect(Math.abs(change)).toBeGreaterThan(0.1)
  expect(missed[2]).toBeLessThan(1e-3 * Math.abs(change))
  // Twice as many steps give a quarter of the error.
  for (const ratio of [missed[0] / missed[1], missed[1] / missed[2]])
    expect(Math.abs(ratio - 4)).toBeLessThan(0.4)
})

test('the work starts at 0, and is counted anew for each path', () => {
  const path = pathWork()
  // For the field F itself the work is the change of |F|²/2.
  const add = (...outputs: number[]) => path.add(Float64Array.from(outputs), Float64Array.from(outputs))
  expect([add(0, 0), add(2, 0), add(2, 2)]).toEqual([0, 2, 4])
  expect(path.sum()).toBe(4)
  expect(pathWork().add(at(1), at(1))).toBe(0)
})

test('a path that resumes continues at the outputs of its next call', () => {
  const path = pathWork()
  path.restore(5)
  const add = (output: number) => path.add(Float64Array.of(output), Float64Array.of(output))
  expect([add(2), add(4)]).toEqual([5, 5 + (16 - 4) / 2])
})
