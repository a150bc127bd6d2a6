/** The three claims about the paper's Figure 1, on synthetic errors. */

import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { type Answers, type TaskOf, tested } from './fake-scheduler.ts'
import { judged } from './judged.ts'

const noise = stream(1, 'synthetic contrasts')
const about = (error: number): number => error * noise.uniform(0.95, 1.05)

interface Errors {
  readonly single: number
  readonly ensemble: number
  readonly average: number
}

/** A network and a tangent kernel with about these errors. */
const schedulerWith = (network: Errors, kernel: Errors, imperfect = 0): Answers => ({
  partition: () => ({ errors: [about(network.single), about(network.ensemble)] }),
  average: task => ({
    steps: 1,
    loss: 0,
    trainingErrors: imperfect,
    featureCorrelations: task.initializations.map(() => new Float64Array(1)),
  }),
  'measure-errors': task =>
    tested(task, {
      single: about(network.average) * 2 * task.settings.classes * task.singlePerCell,
      multi: 0,
    }),
  tangent: () => ({
    single: about(kernel.single),
    ensemble: about(kernel.ensemble),
    average: about(kernel.average),
    imperfect,
  }),
})

const learned: Errors = { single: 0.5, ensemble: 0.01, average: 0.5 }
const frozen: Errors = { single: 1.4, ensemble: 0.17, average: 0.1 }

describe('trained-average', () => {
  test('holds if the average errs like one model, and breaks if it errs like the ensemble', async () => {
    const claim = await judged('trained-average', schedulerWith(learned, frozen))
    expect(claim.verdict).toBe('holds')
    expect(Math.abs(claim.measured.value as number)).toBeLessThan(0.05)
    expect(claim.control.verdict).toBe('breaks')
  })

  test('fails if the average removes half of what the ensemble does, and is inconclusive at the bound', async () => {
    const removing = (share: number) => ({ ...learned, average: 0.5 - share * 0.49 })
    expect((await judged('trained-average', schedulerWith(removing(0.5), frozen))).verdict).toBe('fails')
    expect((await judged('trained-average', schedulerWith(removing(0.25), frozen))).verdict).toBe(
      'inconclusive',
    )
  })

  test('fails if the ensemble does not help either, or a model errs on its training set', async () => {
    const useless = schedulerWith({ ...learned, ensemble: 0.4 }, frozen)
    expect((await judged('trained-average', useless)).verdict).toBe('fails')
    expect((await judged('trained-average', schedulerWith(learned, frozen, 1))).verdict).toBe('fails')
  })

  test('its control does not break if frozen features behave like learned ones, or leave no error at all', async () => {
    for (const kernel of [learned, { single: 0.5, ensemble: 0, average: 0 }])
      expect((await judged('trained-average', schedulerWith(learned, kernel))).control.verdict).toBe(
        'does not break',
      )
  })

  test('the ten models of a data set are trained as one from the initializations that they have alone', async () => {
    const asked: TaskOf<'average'>[] = []
    const answers = schedulerWith(learned, frozen)
    await judged('trained-average', {
      ...answers,
      average: task => {
        asked.push(task)
        return answers.average?.(task) as never
      },
    })
    expect(asked).toHaveLength(20)
    expect(asked[3].dataset).toBe('3')
    expect(asked[3].initializations).toEqual(Array.from({ length: 10 }, (_, j) => `3/${j}`))
  })
})

describe('kernel-regime', () => {
  test('holds if the trained average is better than the ensemble; the network breaks it', async () => {
    const claim = await judged('kernel-regime', schedulerWith(learned, frozen))
    expect(claim.verdict).toBe('holds')
    expect(claim.measured.low).toBeGreaterThan(1)
    expect(claim.control.verdict).toBe('breaks')
  })

  test('fails if it is worse, and is inconclusive if they are alike', async () => {
    const worse = { ...frozen, average: 0.4 }
    const alike = { ...frozen, average: frozen.ensemble }
    expect((await judged('kernel-regime', schedulerWith(learned, worse))).verdict).toBe('fails')
    expect((await judged('kernel-regime', schedulerWith(learned, alike))).verdict).toBe('inconclusive')
  })

  test('fails if the ensemble hardly helps', async () => {
    const answers = schedulerWith(learned, { single: 1.4, ensemble: 0.5, average: 0.1 })
    expect((await judged('kernel-regime', answers)).verdict).toBe('fails')
  })
})

describe('gaussian-control', () => {
  const gaussian = (single: number, removed: number, imperfect = 0): Answers => ({
    ...schedulerWith(learned, frozen),
    gaussian: () => {
      const error = about(single)
      return { single: error, ensemble: error * (1 - about(removed)), imperfect }
    },
  })

  test('holds if the ensemble removes a tenth of the error; two views break it', async () => {
    const claim = await judged('gaussian-control', gaussian(0.13, 0.1))
    expect(claim.verdict).toBe('holds')
    expect(claim.measured.value).toBeCloseTo(0.1, 2)
    expect(claim.control.measured.value).toBeGreaterThan(0.9)
    expect(claim.control.verdict).toBe('breaks')
  })

  test('its control breaks also if no ensemble of networks with two views errs', async () => {
    const answers = gaussian(0.13, 0.1)
    const perfect = { ...answers, partition: () => ({ errors: [about(0.35), 0] }) }
    const { verdict, control } = await judged('gaussian-control', perfect)
    expect([verdict, control.verdict]).toEqual(['holds', 'breaks'])
    expect(control.measured).toMatchObject({ value: 1, method: 'clopper-pearson', high: 1 })
    // At most this share of data sets has another ratio, at the level of the claim.
    const { low, level, n } = control.measured
    expect(low).toBeCloseTo((1 - (level as number)) ** (1 / (n as number)), 12)
    expect(low).toBeGreaterThan(0.25)
  })

  test('fails if it removes half, and is inconclusive at the bound', async () => {
    expect((await judged('gaussian-control', gaussian(0.13, 0.5))).verdict).toBe('fails')
    expect((await judged('gaussian-control', gaussian(0.13, 0.25))).verdict).toBe('inconclusive')
  })

  test('fails if there is no error to remove, or a model errs on its training set', async () => {
    expect((await judged('gaussian-control', gaussian(0.01, 0.1))).verdict).toBe('fails')
    expect((await judged('gaussian-control', gaussian(0.13, 0.1, 1))).verdict).toBe('fails')
  })
})
