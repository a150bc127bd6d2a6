/** The claim departures with invented networks and students. */

import { expect, test } from 'vitest'
import { studentWith } from './distillation-answers.ts'
import { type Answers, type TaskOf, taughtRun, testedReduced } from './fake-scheduler.ts'
import { judged } from './judged.ts'

type Tested = TaskOf<'measure-reduced-errors'>
type Trained = TaskOf<'train-reduced'>

/** Single-view errors of every ensemble of a test set, whose name ends in a departure. */
const errors =
  (of: (testSet: string) => number) =>
  (task: Tested): ReturnType<typeof testedReduced> =>
    testedReduced(task, { single: of(task.testSet), multi: 0 })

const asExpected = (testSet: string): number =>
  /^labels alone/.test(testSet)
    ? 4000
    : /, (others|mask)$/.test(testSet) && /^students/.test(testSet)
      ? 3000
      : 0

/**
 * All Λ of a network: 1, or about 0.4 from another start, or a little less than 1 with common
 * steps, with some scatter over data sets.
 */
const strengths = (task: Trained) => {
  const { stepRule, classes } = task.settings
  const scatter = 0.001 * Number(task.names.dataset)
  const each = task.names.initialization.endsWith('/1') ? 0.4 : stepRule === 'constant' ? 0.97 : null
  return taughtRun(task, {
    strength: new Float64Array(2 * classes).fill(each === null ? 1 : each - scatter),
  })
}

const answers: Answers = {
  'train-reduced': strengths,
  distill: task => studentWith(task, () => [1, 2]),
  'measure-reduced-errors': errors(asExpected),
}

test('holds if harmless departures cost nothing and the two others decide', async () => {
  const claim = await judged('departures', answers)
  expect(claim.reason).toBeNull()
  expect(claim.verdict).toBe('holds')
  expect(claim.control.verdict).toBe('breaks')
  expect(claim.measured.n).toBe(8)
  expect(claim.conditions.filter(({ name }) => name.startsWith('largest error'))).toHaveLength(8)
  expect(claim.series.find(({ role }) => role === 'students-mask')?.value).toHaveLength(24)
})

test('every departure changes one setting, and networks keep theirs where only students differ', async () => {
  const taught = new Map<string, Tested['settings']>()
  const seen: TaskOf<'distill'>['settings'][] = []
  await judged('departures', {
    ...answers,
    distill: task => {
      seen.push(task.settings)
      return studentWith(task, () => [1, 2])
    },
    'measure-reduced-errors': task => {
      taught.set(task.testSet.replace(/.*, /, ''), task.settings)
      return testedReduced(task, { single: asExpected(task.testSet), multi: 0 })
    },
  })
  const of = (id: string) => taught.get(id) as Tested['settings']
  expect(of('tolerance').stepTolerance).toBeCloseTo(0.03, 15)
  expect(of('neurons').neurons).toBe(40)
  expect(of('labels').trainingDraw).toBe('independent')
  expect(of('others').otherWeight).toEqual([0.38, 0.4])
  for (const id of ['temperature', 'factor', 'mask']) expect(of(id)).toEqual(of('as-is'))
  const cold = seen.find(({ temperature }) => temperature < 0.1)
  expect(cold?.temperature).toBeCloseTo(1 / Math.log(40) ** 2, 12)
  // The teacher lies as far above the truncation level 1/τ² as before.
  expect((cold?.teacherScale ?? 0) * (cold?.temperature ?? 0) ** 2).toBeCloseTo(10, 12)
  expect(seen.some(({ teacherScale }) => teacherScale === 1)).toBe(true)
  expect(seen.filter(({ mask }) => mask === 'none')).toHaveLength(48)
})

test('fails if a departure that should cost nothing decides', async () => {
  const claim = await judged('departures', {
    ...answers,
    'measure-reduced-errors': errors(name =>
      name.startsWith('students') && name.endsWith(', temperature') ? 3000 : asExpected(name),
    ),
  })
  expect(claim.verdict).toBe('fails')
})

test('fails if a departure that should decide costs nothing', async () => {
  const claim = await judged('departures', {
    ...answers,
    'measure-reduced-errors': errors(name => (name.endsWith(', mask') ? 0 : asExpected(name))),
  })
  expect(claim.verdict).toBe('fails')
  expect(claim.conditions.find(({ met }) => met !== true)?.name).toContain('no mask in (4.4)')
})

test('fails if a constant step leads to another network', async () => {
  const claim = await judged('departures', {
    ...answers,
    'train-reduced': task => {
      const run = strengths(task)
      return task.settings.stepRule === 'constant' ? { ...run, strength: run.strength.map(x => 2 * x) } : run
    },
  })
  expect(claim.verdict).toBe('fails')
})

test('refuses an ensemble of one network before anything runs', async () => {
  await expect(judged('departures', {}, 'as-stated', { members: 1 })).rejects.toThrow(
    'members is 1; allowed: at least 2 for this claim',
  )
})
