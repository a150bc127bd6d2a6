/** The orderings of the paper's Figure 1, on synthetic errors. */

import type { StudentRun } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { renderReport } from '@multiview/theory/report'
import { describe, expect, test } from 'vitest'
import { sampleReport } from '../report/sample.ts'
import { type Answers, type TaskOf, taughtRun } from './fake-scheduler.ts'
import { judged } from './judged.ts'

interface Errors {
  readonly single: number
  readonly ensemble: number
  readonly distilled: number
  readonly selfDistilled: number
  readonly average: number
  readonly ofAverage: number
}

const learned: Errors = {
  single: 0.5,
  ensemble: 0.001,
  distilled: 0.02,
  selfDistilled: 0.25,
  average: 0.49,
  ofAverage: 0.35,
}
const frozen: Errors = {
  single: 1.4,
  ensemble: 0.03,
  distilled: 1.45,
  selfDistilled: 1.5,
  average: 0.01,
  ofAverage: 1.42,
}

const noise = stream(1, 'synthetic kinds')
const about = (error: number): number => error * noise.uniform(0.97, 1.03)

/** A number in the task marks each model, so that the answer is the error that it should have. */
const marks: readonly (keyof Errors)[] = ['single', 'distilled', 'selfDistilled', 'ofAverage', 'average']
const marked = (kind: keyof Errors) => ({ largestIdle: marks.indexOf(kind) })

const schedulerWith = (
  network: Errors,
  kernel: Errors,
  { imperfect = 0, isDone = true }: { imperfect?: number; isDone?: boolean } = {},
): Answers => {
  return {
    'train-reduced': task => {
      const isWide = task.settings.neurons > 60
      const outputs = Float64Array.of(isWide ? 7 : 1)
      return taughtRun(task, { ...marked(isWide ? 'average' : 'single'), outputs })
    },
    distill: task => {
      const kind = task.afterTraining ? 'selfDistilled' : task.teacher[0] === 7 ? 'ofAverage' : 'distilled'
      const run = taughtRun(
        { kind: 'train-reduced', settings: task.settings, names: task.names },
        marked(kind),
      )
      return { ...run, isDone, moments: [], distance: 0 } satisfies StudentRun
    },
    'measure-reduced-errors': ({ ensembles, settings, singlePerCell, multiPerClass }) =>
      ensembles.map(members => {
        const kind = members.length > 1 ? 'ensemble' : marks[members[0].largestIdle]
        const singles = 2 * settings.classes * singlePerCell
        const multis = settings.classes * multiPerClass
        return {
          singleErrors: about(network[kind]) * singles,
          singles,
          multiErrors: 0,
          multis,
          singleUndecided: 0,
          multiUndecided: 0,
        }
      }),
    tangent: () => ({
      single: about(kernel.single),
      ensemble: about(kernel.ensemble),
      average: about(kernel.average),
      imperfect,
      students: {
        distilled: about(kernel.distilled),
        selfDistilled: about(kernel.selfDistilled),
        ofAverage: about(kernel.ofAverage),
      },
    }),
  }
}

describe('figure-1', () => {
  test('holds for the orderings of the paper; the students of kernels break it', async () => {
    const claim = await judged('figure-1', schedulerWith(learned, frozen))
    expect(claim.conditions.filter(({ met }) => !met)).toEqual([])
    expect(claim.checks.filter(({ met }) => !met)).toEqual([])
    expect(claim.verdict).toBe('holds')
    expect(claim.measured.value).toBeCloseTo((0.5 - 0.02) / (0.5 - 0.001), 1)
    expect(claim.control.measured.value).toBeCloseTo((1.4 - 1.45) / (1.4 - 0.03), 1)
    expect(claim.control.verdict).toBe('breaks')
  })

  test.each<[string, Partial<Errors>, Partial<Errors>]>([
    ['the distilled network has a tenth of the gain', { distilled: 0.45 }, {}],
    ['self-distilled networks do not gain', { selfDistilled: 0.52 }, {}],
    ['self-distilled networks are better than distilled ones', { distilled: 0.1, selfDistilled: 0.05 }, {}],
    ['the trained average of networks gains half', { average: 0.25 }, {}],
    ['the ensemble of kernels is better than their trained average', {}, { average: 0.1 }],
    ['distilled kernels gain half', {}, { distilled: 0.7 }],
    ['self-distilled kernels gain half', {}, { selfDistilled: 0.7 }],
  ])('fails if %s', async (_, network, kernel) => {
    const answers = schedulerWith({ ...learned, ...network }, { ...frozen, ...kernel })
    expect((await judged('figure-1', answers)).verdict).toBe('fails')
  })

  test('is inconclusive if trained average and ensemble of kernels are alike', async () => {
    const alike = { ...frozen, average: frozen.ensemble }
    expect((await judged('figure-1', schedulerWith(learned, alike))).verdict).toBe('inconclusive')
  })

  test('fails if a kernel errs on its training set, or a student does not match its teacher', async () => {
    for (const more of [{ imperfect: 1 }, { isDone: false }])
      expect((await judged('figure-1', schedulerWith(learned, frozen, more))).verdict).toBe('fails')
  })

  test('what decides nothing is a check: a self-distilled kernel that is better than a distilled one', async () => {
    const other = { ...frozen, distilled: 1.45, selfDistilled: 1.42 }
    const claim = await judged('figure-1', schedulerWith(learned, other))
    expect(claim.verdict).toBe('holds')
    expect(claim.checks.filter(({ met }) => !met).map(({ name }) => name)).toEqual([
      'kernels: distilled is better than self-distilled, difference of their errors',
    ])
  })

  test('the average is one network with all neurons, and kernels have the features of the claim', async () => {
    const teach: TaskOf<'train-reduced'>[] = []
    const tangent: TaskOf<'tangent'>[] = []
    const answers = schedulerWith(learned, frozen)
    await judged('figure-1', {
      ...answers,
      'train-reduced': task => {
        teach.push(task)
        return answers['train-reduced']?.(task) as never
      },
      tangent: task => {
        tangent.push(task)
        return answers.tangent?.(task) as never
      },
    })
    const neurons = teach.filter(({ names }) => names.dataset === '3').map(({ settings }) => settings.neurons)
    expect(neurons.sort((a, b) => a - b)).toEqual([...new Array(10).fill(60), 600])
    expect(tangent[3]).toMatchObject({ dataset: '3', studentTemperature: 1 })
    expect(tangent[3].settings).toMatchObject({
      classes: 20,
      neurons: 2,
      stepRule: 'adaptive',
      maxSteps: 1000,
    })
    expect(tangent[3].initializations).toHaveLength(3)
  })

  test('its figure has two panels of six kinds, with all data sets and the means', async () => {
    const claim = await judged('figure-1', schedulerWith(learned, frozen))
    const { figures } = await renderReport({ ...sampleReport(), claims: [claim] })
    expect(figures.map(({ name }) => name)).toEqual(['figure-1-kinds'])
    const [{ svg }] = figures
    for (const text of ['Networks', 'Tangent kernels', 'ensemble', 'distilled'])
      expect(svg).toContain(`>${text}<`)
    expect(svg.split('<circle').length - 1).toBe(2 * 6 * 12)
  })
})
