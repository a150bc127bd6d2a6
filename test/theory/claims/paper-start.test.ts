/** The claim paper-start with invented networks: how many of their classes have both views. */

import { log } from '@multiview/tensor/math'
import { expect, test } from 'vitest'
import { type Answers, type TaskOf, taughtRun } from './fake-scheduler.ts'
import { judged } from './judged.ts'

/** Λ of the views of a network that has both views of its first classes, and one of the others. */
const withBoth = (classes: number, both: number): Float64Array =>
  Float64Array.from({ length: 2 * classes }, (_, view) => (view % 2 === 0 || view < 2 * both ? 1 : 0))

/** A network whose share of classes with both views is this one, give or take a class. */
const answers = (share: (classes: number, start: number) => number): Answers => ({
  'train-reduced': (task: TaskOf<'train-reduced'>) => {
    const { classes, initialScale } = task.settings
    const more = Number(task.names.dataset) % 2
    return taughtRun(task, {
      strength: withBoth(classes, Math.round(share(classes, initialScale) * classes) - more),
    })
  },
})

/** The share that falls with log σ_0, as the networks of the tuning seeds did. */
const byStart = (_: number, start: number): number => 1 / (1 + start ** -0.7 / 60)

test('holds if the share falls with the start, and breaks for a start that is the same at every k', async () => {
  const claim = await judged('paper-start', answers(byStart))
  expect(claim.verdict).toBe('holds')
  expect(claim.control.verdict).toBe('breaks')
  expect(claim.measured.value).toBeCloseTo(-0.7, 0)
  expect(claim.setting.fittedClasses).toEqual([100, 200, 400])
  const share = claim.series.find(({ role }) => role === 'share-paper')
  expect(share?.x).toEqual([50, 100, 200, 400, 800, 1600])
  expect(share?.value.at(-1)).toBeCloseTo(byStart(1600, 1 / 1600), 2)
})

test('fails if the share grows with k', async () => {
  const claim = await judged(
    'paper-start',
    answers(classes => classes / (classes + 40)),
  )
  expect(claim.verdict).toBe('fails')
})

test('the k of the window is where the line through the log odds reaches it', async () => {
  const exact = (classes: number): number => 1 / (1 + classes / 200)
  const claim = await judged('paper-start', answers(exact))
  const reached = claim.series.find(({ role }) => role === 'classes-at-window')
  // b/(1−b) = 200/k is 0.02/0.98 at k = 9800.
  expect(Math.abs(log(Number(reached?.value[0]) / 9800))).toBeLessThan(0.3)
  expect(Number(reached?.high?.[0])).toBeGreaterThan(Number(reached?.value[0]))
})

test('the data at k = 50 are those of Definition 1 with half of the samples of k = 100', async () => {
  const seen = new Map<number, TaskOf<'train-reduced'>['settings']>()
  await judged('paper-start', {
    'train-reduced': task => {
      seen.set(task.settings.classes, task.settings)
      return taughtRun(task)
    },
  })
  const [small, large] = [seen.get(50)!, seen.get(100)!]
  expect(small).toMatchObject({ samples: 3000, patches: 100, trainingDraw: 'independent' })
  expect(small.targetLoss).toBeCloseTo(2 * large.targetLoss, 15)
  expect(small.ownWeight).toEqual(large.ownWeight)
})

test('refuses an s that is larger than its least k before anything runs', async () => {
  await expect(judged('paper-start', {}, 'as-stated', { otherFeatureRate: 51 })).rejects.toThrow(
    'otherFeatureRate is 51; allowed: at most 50 for this claim',
  )
})
