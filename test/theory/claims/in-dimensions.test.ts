import { describe, expect, test } from 'vitest'
import type { DenseErrorsResult } from '../../../packages/theory/src/plan/tasks/dense-errors.ts'
import type { TaskOf } from './fake-scheduler.ts'
import { judged } from './judged.ts'

/** Errors of a network that has learned one view of each class, except for the given fields. */
const found = (
  { settings, singlePerCell, multiPerClass }: TaskOf<'dense-errors'>,
  part: Partial<DenseErrorsResult> = {},
): DenseErrorsResult => {
  const singles = 2 * settings.classes * singlePerCell
  return {
    unknown: singles / 2,
    unknownErrors: singles / 2,
    known: singles / 2,
    knownErrors: 0,
    multi: settings.classes * multiPerClass,
    multiErrors: 0,
    trainingErrors: 0,
    steps: 1,
    ...part,
  }
}
/** The same for a network that has learned all views. */
const knowing = (task: TaskOf<'dense-errors'>, part: Partial<DenseErrorsResult> = {}): DenseErrorsResult => {
  const singles = 2 * task.settings.classes * task.singlePerCell
  return found(task, { unknown: 0, unknownErrors: 0, known: singles, ...part })
}

describe('theorem-1-dense', () => {
  const answer =
    (of: (task: TaskOf<'dense-errors'>) => DenseErrorsResult) =>
    (task: TaskOf<'dense-errors'>): DenseErrorsResult =>
      task.settings.power === 2 ? knowing(task) : of(task)

  test('holds if each network misses what shows its unknown views, and its control breaks', async () => {
    const claim = await judged('theorem-1-dense', { 'dense-errors': answer(task => found(task)) })
    expect(claim.verdict).toBe('holds')
    expect(claim.measured).toMatchObject({ value: 0.5, n: 6 })
    expect(claim.measured.low).toBeGreaterThan(0.497)
    expect(claim.predicted).toBeCloseTo(0.499, 3)
    expect(claim.control.verdict).toBe('breaks')
  })

  test('holds if a network knows both views of one class, and is not said to if of four', async () => {
    const withBoth = (classes: number) =>
      judged('theorem-1-dense', {
        'dense-errors': answer(task => {
          const unknown = 500 * (10 - classes)
          return task.testSet.endsWith(' 3')
            ? found(task, { unknown, known: 10_000 - unknown, unknownErrors: unknown })
            : found(task)
        }),
      })
    const one = await withBoth(1)
    expect(one.verdict).toBe('holds')
    expect(one.checks[0]).toMatchObject({ measured: 5, required: 'at least 6', met: false })
    expect((await withBoth(4)).verdict).toBe('inconclusive')
  })

  test('fails if all lie outside, and if one misses a training sample', async () => {
    const far = await judged('theorem-1-dense', {
      'dense-errors': answer(task => found(task, { unknown: 3000, known: 7000, unknownErrors: 3000 })),
    })
    expect(far.verdict).toBe('fails')
    const missed = await judged('theorem-1-dense', {
      'dense-errors': answer(task => found(task, { trainingErrors: task.testSet.endsWith(' 3') ? 1 : 0 })),
    })
    expect(missed.verdict).toBe('fails')
  })

  test('multi-view errors count (1−μ)/μ times', async () => {
    const claim = await judged('theorem-1-dense', {
      'dense-errors': answer(task => found(task, { multiErrors: 20 })),
    })
    expect(claim.measured.value).toBeCloseTo(0.5 + 4 * 0.001, 12)
  })
})

describe('theorem-2-dense', () => {
  const isControl = (task: TaskOf<'dense-errors'>): boolean => task.testSet.startsWith('shared')
  const answer =
    (of: (task: TaskOf<'dense-errors'>) => DenseErrorsResult) =>
    (task: TaskOf<'dense-errors'>): DenseErrorsResult =>
      isControl(task) ? found(task) : of(task)

  test('holds when no ensemble errs, and breaks when the members share an initialization', async () => {
    const tasks: TaskOf<'dense-errors'>[] = []
    const claim = await judged('theorem-2-dense', {
      'dense-errors': answer(task => {
        tasks.push(task)
        return knowing(task)
      }),
    })
    expect(claim.verdict).toBe('holds')
    expect(claim.measured.value).toBe(0)
    expect(claim.measured.high).toBeLessThan(0.001)
    expect(claim.control.verdict).toBe('breaks')
    for (const { members } of tasks) {
      expect(new Set(members.map(({ dataset }) => dataset)).size).toBe(1)
      expect(new Set(members.map(({ initialization }) => initialization)).size).toBe(15)
    }
  })

  test('fails for one ensemble that lacks a view, and is inconclusive at the edge', async () => {
    const lacking = await judged('theorem-2-dense', {
      'dense-errors': answer(task =>
        task.testSet.endsWith(' 0')
          ? knowing(task, { unknown: 1000, unknownErrors: 999, known: 19_000 })
          : knowing(task),
      ),
    })
    expect(lacking.verdict).toBe('fails')
    const edge = await judged('theorem-2-dense', {
      'dense-errors': answer(task => knowing(task, { knownErrors: 12 })),
    })
    expect(edge.verdict).toBe('inconclusive')
  })

  test('is inconclusive if members of one start do as well', async () => {
    const claim = await judged('theorem-2-dense', { 'dense-errors': task => knowing(task) })
    expect(claim.verdict).toBe('inconclusive')
  })
})
