/** The programs of the bench compute the same numbers op by op, compiled, and in a plain loop. */
import { crossEntropyGradient, denseStep } from '@multiview/network/kernels'
import { expect, test } from 'vitest'
import { casesOf } from '../../bench/src/cases.ts'
import { compareChecks } from '../../bench/src/measure.ts'
import { compiled, eagerly, multiviewProgram } from '../../bench/src/programs/multiview.ts'
import { networkStep } from '../../bench/src/programs/network.ts'
import { drawn, type ProgramWork, stepData } from '../../bench/src/workload.ts'

const programs = casesOf('programs', [], true)

test.each(programs.map(one => [one.name, one.work as ProgramWork] as const))(
  '%s has the same result op by op and compiled',
  async (_, work) => {
    const value = await multiviewProgram(work, eagerly).check!()
    expect(value).not.toBe(0)
    const run = multiviewProgram(work, compiled)
    expect(await run.check!()).toBe(value)
  },
)

test('the gradient of the chain is that of the formula', async () => {
  const work: ProgramWork = { kind: 'program', program: 'chain', dtype: 'float64', length: 10 }
  const [x, y] = [drawn('float64', 10, 1), drawn('float64', 10, 2)]
  let sum = 0
  for (let i = 0; i < 10; i++) {
    const t = Math.tanh(2 * x[i] + y[i])
    sum += 2 * Math.exp(-x[i] * x[i]) * (1 - t * t - t * x[i])
  }
  expect(await multiviewProgram(work, eagerly).check!()).toBeCloseTo(sum, 12)
})

test('libraries whose results differ are named', () => {
  const said: string[] = []
  const [one] = programs
  const checks = new Map([
    ['a', 1],
    ['b', 1 + 1e-9],
    ['c', 1.1],
    ['d', NaN],
  ])
  compareChecks(one, checks, text => said.push(text))
  expect(said).toEqual([
    `c computes 1.1 in ${one.name}, where a computes 1`,
    `d computes NaN in ${one.name}, where a computes 1`,
  ])
})

test.each(['float64', 'float32'] as const)(
  'the network in ops has the gradient of the step by hand in %s',
  dtype => {
    const shape = { samples: 20, patches: 5, dimension: 33, classes: 4, neurons: 3 }
    const work = { kind: 'step-dense', dtype, ...shape, power: 3, threshold: 0.01 } as const
    const { x, w, labels } = stepData(work)
    const { gradient } = denseStep(work, work, x, w, crossEntropyGradient(labels, work).step)
    const largest = Math.max(...gradient!.map(Math.abs))
    for (const compile of [eagerly, compiled]) {
      const own = networkStep(work, compile).gradient().values()
      own.forEach((value, i) => {
        expect(Math.abs(value - gradient![i])).toBeLessThan(largest * (dtype === 'float64' ? 1e-13 : 1e-5))
      })
    }
  },
)
