/** The claims of preset beyond that read networks of regime theorems, with invented results. */

import type { StudentRun } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { expectedDisagreement } from '../../../packages/theory/src/predictions/disagreement.ts'
import { studentWith, teacherWith, testedPerSample, type Views } from './distillation-answers.ts'
import { type Answers, taughtRun } from './fake-scheduler.ts'
import { judged } from './judged.ts'

const classes = 40
/** Every initialization has its own lottery. */
const lottery = (initialization: string): (1 | 2)[] =>
  Array.from({ length: classes }, (_, i) => (1 + stream(1, initialization, i).integer(2)) as 1 | 2)
const viewsOf = (...initializations: string[]): Views => {
  const drawn = initializations.map(lottery)
  return i => drawn.map(views => views[i])
}
const teach: NonNullable<Answers['train-reduced']> = task =>
  teacherWith(task, viewsOf(task.names.initialization))
/** Λ of the views that an initialization draws, [2k]. */
const strength = (initialization: string): Float64Array =>
  Float64Array.from(lottery(initialization).flatMap(view => [Number(view === 1), Number(view === 2)]))
/** The same network without outputs on its training set. */
const silent: NonNullable<Answers['train-reduced']> = task =>
  taughtRun(task, { strength: strength(task.names.initialization) })
/** The share of views that none of these lotteries drew. */
const lacking = (...initializations: string[]): number => {
  const drawn = initializations.map(lottery)
  const same = drawn[0].filter((view, i) => drawn.every(each => each[i] === view))
  return same.length / (2 * classes)
}
/** Errors per hundred thousand. */
const inTests = (share: number) => ({ single: Math.round(1e5 * share), multi: 0 })
const unmet = ({ conditions }: Awaited<ReturnType<typeof judged>>): string[] =>
  conditions.filter(({ met }) => !met).map(({ name }) => name)

describe('self-distillation-rounds', () => {
  interface Invented {
    /** The error after a round of a data set, on top of what the lotteries say. */
    readonly more?: (round: number, dataSet: number) => number
    /** Students that learn nothing from their teachers, whatever their errors are. */
    readonly deaf?: boolean
    /** The error of the network that its own outputs teach. */
    readonly byItself?: number
    readonly part?: Partial<StudentRun>
  }
  const answers = ({ more = () => 0, deaf = false, byItself = 0.49, part = {} }: Invented = {}): Answers => {
    return {
      'train-reduced': teach,
      distill: task => {
        const { dataset, initialization } = task.names
        const round = Number(initialization.split('/')[1])
        const before = Array.from({ length: round }, (_, j) => `${dataset}/${j}`)
        return studentWith(task, viewsOf(initialization, ...(deaf ? [] : before)), part)
      },
      'measure-reduced-errors': task => {
        const dataSet = Number(task.testSet.split(' ').at(-1))
        const chain = Array.from({ length: 4 }, (_, j) => `${dataSet}/${j}`)
        let at = 0
        return testedPerSample(task, () => {
          const round = at++
          const scatter = 0.001 * (dataSet % 3)
          if (round > 3) return inTests(byItself + scatter)
          return inTests(lacking(...chain.slice(0, round + 1)) + scatter + more(round, dataSet))
        })
      },
    }
  }

  test('holds where each round halves the error, and breaks for a network that teaches itself', async () => {
    const claim = await judged('self-distillation-rounds', answers())
    expect(claim.verdict).toBe('holds')
    expect(claim.measured.value).toBeGreaterThan(0.05)
    expect(claim.measured.value).toBeLessThan(0.075)
    expect(claim.measured.n).toBe(10)
    expect(claim.control.verdict).toBe('breaks')
    const byRounds = claim.series.find(({ role }) => role === 'error-by-rounds')
    byRounds?.value.forEach((value, round) => {
      expect(Math.abs(Number(value) * 2 ** (round + 1) - 1)).toBeLessThan(0.2)
    })
  })

  test('fails where students of the last round learn nothing, or those of one before it', async () => {
    const last = await judged('self-distillation-rounds', answers({ more: r => (r === 3 ? 0.2 : 0) }))
    expect(last.verdict).toBe('fails')
    const first = await judged('self-distillation-rounds', answers({ more: r => (r === 1 ? 0.3 : 0) }))
    expect(first.verdict).toBe('fails')
    expect(unmet(first)).toEqual(['error after 1 round'])
  })

  test('fails where the error is low for another reason than the mechanism', async () => {
    const claim = await judged('self-distillation-rounds', answers({ deaf: true }))
    expect(claim.verdict).toBe('fails')
    expect(unmet(claim)).toEqual([expect.stringContaining('both views exactly if')])
  })

  test('fails where a student has not matched its teacher', async () => {
    const claim = await judged('self-distillation-rounds', answers({ part: { isDone: false } }))
    expect(claim.verdict).toBe('fails')
    expect(unmet(claim)).toEqual(['students that matched their teachers'])
  })

  test('says nothing where the errors scatter, or where its control errs as little', async () => {
    const more = (_: number, dataSet: number) => (dataSet % 2 === 0 ? 0.12 : 0)
    expect((await judged('self-distillation-rounds', answers({ more }))).verdict).toBe('inconclusive')
    const claim = await judged('self-distillation-rounds', answers({ byItself: 0.07 }))
    expect([claim.verdict, claim.control.verdict]).toEqual(['inconclusive', 'does not break'])
  })
})

describe('disagreement', () => {
  /** The mean over all pairs of a data set, found once. */
  const expected = new Map<string, number>()
  const expectedOf = (dataset: string, settings: Parameters<typeof expectedDisagreement>[2]): number => {
    const networks = Array.from({ length: 8 }, (_, j) => strength(`${dataset}/${j}`))
    const pairs = networks.flatMap((f, i) => networks.slice(0, i).map(g => [f, g]))
    const found =
      expected.get(dataset) ??
      pairs.reduce((sum, [f, g]) => sum + expectedDisagreement(f, g, settings), 0) / pairs.length
    expected.set(dataset, found)
    return found
  }
  const answers = ({ ratio = 1.4, ofShared = 0.6, shift = 0, undecided = 0 } = {}): Answers => ({
    'train-reduced': silent,
    disagreement: ({ testSet, settings }) => {
      const name = testSet.split(' ').at(-1) ?? ''
      const scatter = 0.01 * (Number(name) % 3)
      const shares = testSet.includes('data set')
        ? {
            error: 0.495,
            disagreement: 0.495 * (ratio + scatter),
            onSingleView: expectedOf(name, settings) + shift + 0.1 * scatter,
          }
        : { error: 0.5, disagreement: 0.5 * (ofShared + scatter), onSingleView: 0.3 }
      return { ...shares, undecided, predictions: 10_000, ifRight: shares }
    },
  })

  test('holds between 1.3 and 1.5, and breaks for networks that share an initialization', async () => {
    const claim = await judged('disagreement', answers())
    expect(claim.verdict).toBe('holds')
    expect(claim.predicted).toBeGreaterThan(1.25)
    expect(claim.predicted).toBeLessThan(1.4)
    expect(claim.control.verdict).toBe('breaks')
  })

  test('fails where networks disagree as often as they err, and says nothing at the edge', async () => {
    expect((await judged('disagreement', answers({ ratio: 1 }))).verdict).toBe('fails')
    expect((await judged('disagreement', answers({ ratio: 1.29 }))).verdict).toBe('inconclusive')
    expect((await judged('disagreement', answers({ ofShared: 1.35 }))).verdict).toBe('inconclusive')
  })

  test('fails where views and strengths do not explain the amount', async () => {
    const other = await judged('disagreement', answers({ shift: 0.03 }))
    expect([other.verdict, ...unmet(other)]).toEqual(['fails', expect.stringContaining('lead to expect')])
  })

  test('says nothing where predictions are not certain', async () => {
    const uncertain = await judged('disagreement', answers({ ratio: 1, undecided: 20 }))
    expect([uncertain.verdict, ...unmet(uncertain)]).toEqual([
      'inconclusive',
      expect.stringContaining('leave open'),
    ])
  })
})

describe('weight-average', () => {
  /** How many networks each tested average has: first averaged weights, then averaged outputs. */
  const sizes = [1, 2, 4].flatMap(size => Array.from({ length: 8 }, () => size)).concat(8)
  const answers = ({ weights = 0.5, outputs = 0.5, before = 0.49, scattered = 0.2 } = {}): Answers => ({
    'train-reduced': silent,
    'measure-reduced-errors': task => {
      const dataSet = Number(task.testSet.split(' ').at(-1))
      const scatter = 1 + scattered * ((dataSet % 3) - 1)
      let at = 0
      return testedPerSample(task, () => {
        const place = at++
        if (place === 2 * sizes.length) return inTests(before * (1 + 0.01 * (dataSet % 3)))
        const size = sizes[place % sizes.length]
        return inTests(0.5 * (place < sizes.length ? weights : outputs) ** (size - 1) * scatter)
      })
    },
  })

  test('holds where averaged weights err as averaged outputs do, and breaks for averaged starts', async () => {
    const claim = await judged('weight-average', answers())
    expect(claim.verdict).toBe('holds')
    expect(claim.measured.value).toBeCloseTo(1 / 16, 1)
    expect(claim.control.verdict).toBe('breaks')
    expect(claim.checks[0]).toMatchObject({ met: true })
    const byAveraged = claim.series.find(({ role }) => role === 'error-by-averaged')
    expect(byAveraged?.x).toEqual([1, 2, 4, 8])
  })

  test('fails where averaged weights know no more than one network, and a check says that outputs differ', async () => {
    const claim = await judged('weight-average', answers({ weights: 1 }))
    expect(claim.verdict).toBe('fails')
    expect(claim.checks[0]).toMatchObject({ met: false })
  })

  test('says nothing where the errors scatter, or where its control errs as little', async () => {
    expect((await judged('weight-average', answers({ scattered: 1 }))).verdict).toBe('inconclusive')
    const claim = await judged('weight-average', answers({ before: 0.06 }))
    expect([claim.verdict, claim.control.verdict]).toEqual(['inconclusive', 'does not break'])
  })
})
