import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { studentWith, teacherWith, testedReduced, type Views } from './distillation-answers.ts'
import type { Answers } from './fake-scheduler.ts'
import { judged } from './judged.ts'

const both: Views = () => [1, 2]
/** Every network its own lottery. */
const lottery = (name: string): Views => {
  const views = Array.from({ length: 50 }, (_, i) => (1 + stream(1, name, i).integer(2)) as 1 | 2)
  return i => [views[i]]
}
const errorFor = (single: number, multi = 0): { single: number; multi: number } => ({ single, multi })

const teach: NonNullable<Answers['teach']> = task => teacherWith(task, lottery(task.names.initialization))
/** Students of the labels alone are told from the others by the test sets they are tested on. */
const isHard = (task: { testSet: string }): boolean => task.testSet.endsWith('of the labels alone')

describe('theorem-3-distillation', () => {
  const answers = (student: number, alongTheRun = 0): Answers => ({
    teach,
    distill: task => studentWith(task, both),
    'measure-reduced-errors': task => {
      if (isHard(task)) return testedReduced(task, errorFor(49_000))
      if (task.testSet.endsWith('along the run')) return testedReduced(task, errorFor(alongTheRun))
      return testedReduced(task, errorFor(task.members.length === 1 ? student : 0))
    },
  })

  test('holds for students that do not err, and breaks for students of the labels alone', async () => {
    const claim = await judged('theorem-3-distillation', answers(0))
    expect(claim.verdict).toBe('holds')
    expect(claim.measured.high).toBeLessThan(0.001)
    expect(claim.control.verdict).toBe('breaks')
    expect(claim.control.measured.value).toBeCloseTo(0.49, 6)
  })

  test('fails for students that lack a class, and says nothing if its limit is beyond the bound', async () => {
    expect((await judged('theorem-3-distillation', answers(1_000))).verdict).toBe('fails')
    expect((await judged('theorem-3-distillation', answers(80))).verdict).toBe('inconclusive')
  })

  test('fails if students err at most moments of their run', async () => {
    const claim = await judged('theorem-3-distillation', answers(0, 2_000))
    expect(claim.verdict).toBe('fails')
    expect(claim.conditions.filter(({ met }) => !met).map(({ name }) => name)).toEqual([
      expect.stringContaining('share of test points that a student gets wrong at any moment'),
    ])
  })

  test('fails if a student did not reach what its teacher sees', async () => {
    const claim = await judged('theorem-3-distillation', {
      ...answers(0),
      distill: task =>
        studentWith(task, both, {
          isDone: task.names.dataset !== '1',
          moments: studentWith(task, both).moments,
        }),
    })
    expect(claim.verdict).toBe('fails')
  })
})

describe('theorem-4-self-distillation', () => {
  /** The student has what it drew, and what its teacher drew unless `deaf`. */
  const answers = (after: number, deaf = false): Answers => ({
    teach,
    distill: task => {
      const { dataset, initialization } = task.names
      const j = Number(initialization.split('/')[1])
      const own = lottery(initialization)
      const teachers = lottery(`${dataset}/${(j + 7) % 8}`)
      return studentWith(task, deaf ? own : i => [...own(i), ...teachers(i)])
    },
    'measure-reduced-errors': task => {
      const [, pair, dataSet] = /pair (\d) on data set (\d)/.exec(task.testSet) ?? []
      const scatter = 10 * Number(pair) + 50 * Number(dataSet)
      // Asked for the network alone first, then for the same one after it was taught.
      asked[task.testSet] = (asked[task.testSet] ?? 0) + 1
      return testedReduced(task, errorFor((asked[task.testSet] === 1 ? 48_000 : after) + 10 * scatter))
    },
  })
  let asked: Record<string, number> = {}

  test('holds at a quarter, with the mechanism, and breaks for networks that were not taught', async () => {
    asked = {}
    const claim = await judged('theorem-4-self-distillation', answers(22_000))
    expect(claim.verdict).toBe('holds')
    expect(claim.control.verdict).toBe('breaks')
    expect(claim.predicted).toBeGreaterThan(0.24)
    expect(claim.predicted).toBeLessThan(0.25)
  })

  test('fails at 0.3, and says nothing if the limit lies beyond 0.26', async () => {
    asked = {}
    expect((await judged('theorem-4-self-distillation', answers(30_000))).verdict).toBe('fails')
    asked = {}
    expect((await judged('theorem-4-self-distillation', answers(23_600))).verdict).toBe('inconclusive')
  })

  test('shows in its checks that the error is low for another reason than the mechanism', async () => {
    asked = {}
    const claim = await judged('theorem-4-self-distillation', answers(22_000, true))
    expect(claim.verdict).toBe('holds')
    expect(claim.checks.filter(({ met }) => !met).map(({ name }) => name)).toEqual([
      'share of the classes with different views of which both were learned',
    ])
  })
})

describe('dark-knowledge', () => {
  test('holds if members draw their own lotteries; shuffled soft labels break it', async () => {
    const claim = await judged('dark-knowledge', { teach })
    expect(claim.verdict).toBe('holds')
    expect(claim.measured.value).toBeGreaterThan(0.9)
    expect(claim.measured.value).toBeLessThan(0.97)
    expect(claim.control.verdict).toBe('breaks')
    expect(Math.abs(claim.control.measured.value ?? 1)).toBeLessThan(0.05)
  })

  test('fails if all members know the same views', async () => {
    const claim = await judged('dark-knowledge', {
      teach: task => teacherWith(task, lottery(task.names.dataset)),
    })
    expect(claim.verdict).toBe('fails')
    expect(claim.measured.value).toBeGreaterThan(0.4)
    expect(claim.measured.value).toBeLessThan(0.6)
  })

  test('fails if a single model already knows nearly all views', async () => {
    const claim = await judged('dark-knowledge', {
      teach: task => {
        const { dataset, initialization } = task.names
        const missing = (Number(dataset) + 7 * Number(initialization.split('/')[1])) % 50
        return teacherWith(task, i => (i === missing || i % 17 === Number(dataset) ? [1] : [1, 2]))
      },
    })
    expect(claim.verdict).toBe('fails')
  })
})
