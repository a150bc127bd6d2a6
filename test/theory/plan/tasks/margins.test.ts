/** The task that trains on samples of which a few have small margins. */

import { type Checkpointing, regimes, type Settings } from '@multiview/network'
import { execute, type ResultOf, type Task } from '@multiview/theory'
import { expect, test } from 'vitest'
import { margins } from '../../../../packages/theory/src/plan/tasks/margins.ts'

/** Three classes with ten samples each, two of them with small margins; trains in a moment. */
const settings: Settings = {
  ...regimes.limit,
  classes: 3,
  patches: 8,
  samples: 30,
  singleViewFraction: 0.001,
  otherFeatureRate: 0,
  noiseNorm: 1,
  power: 3,
  threshold: 1,
  initialScale: 0.2,
  stepRule: 'constant',
  stepSize: 1,
  momentum: 0,
  targetLoss: 0.05,
  maxSteps: 2000,
}
const task = {
  kind: 'margins',
  settings,
  names: { seed: 5, dataset: 'd', initialization: 'i' },
  smallFraction: 0.2,
  smallMargin: 0.07,
  testPerClass: 40,
} as const
type Result = ResultOf<typeof task & Task>

const run = (changes: object = {}): Result => execute({ ...task, ...changes } as typeof task) as Result

const plain = run()

test('plain descent fits small margins, and errs on fresh ones; momentum does not', () => {
  expect(plain).toMatchObject({ trainingErrors: 0, largeError: 0 })
  expect(plain.steps).toBeLessThan(2000)
  expect(plain.smallError).toBeGreaterThan(0.2)
  // The samples with small margins are fitted by their noise.
  expect(plain.smallNoise).toBeGreaterThan(1)
  const moving = run({ settings: { ...settings, momentum: 0.99, stepSize: 0.05 } })
  expect(moving).toMatchObject({ trainingErrors: 0, largeError: 0 })
  expect(moving.smallError).toBeLessThan(0.05)
})

test('with the same weight for all samples there are no small margins, and no noise is reported', () => {
  const equal = run({ smallMargin: 1 })
  expect(equal.smallError).toBe(0)
  expect(run({ smallFraction: 0 }).smallNoise).toBe(0)
})

test('a result is what the task promises, and a run resumes with the same bits', () => {
  expect(margins.isResult(task, plain)).toBe(true)
  expect(margins.isResult(task, { ...plain, smallError: Number.NaN })).toBe(false)
  const saved: object[] = []
  const moving = { ...task, settings: { ...settings, momentum: 0.9, maxSteps: 60 } }
  const save: Checkpointing<object> = { isDue: step => step === 31, save: state => saved.push(state) }
  const whole = execute(moving, undefined, save as unknown as Checkpointing<never>)
  const resumeFrom = structuredClone(saved[0])
  const again: Checkpointing<object> = { resumeFrom, isDue: () => false, save: () => {} }
  expect(execute(moving, undefined, again as unknown as Checkpointing<never>)).toEqual(whole)
})
