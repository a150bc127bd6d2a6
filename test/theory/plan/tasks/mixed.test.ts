/** The task that trains on mixed samples, and the samples that it makes. */

import {
  type Dataset,
  drawTestSet,
  memberOutputs,
  regimes,
  type Settings,
  trainedNetwork,
  trainingSetOf,
} from '@multiview/network'
import { placesOf } from '@multiview/network/mixture'
import { stream } from '@multiview/tensor'
import { execute, type Task } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { mixedSamplesOf } from '../../../../packages/theory/src/plan/tasks/mixed-samples.ts'

/** Small settings that train in well under a second. */
const settings: Settings = {
  ...regimes.limit,
  classes: 3,
  neurons: 3,
  samples: 18,
  patches: 20,
  otherFeatureRate: 1,
  patchesPerFeature: 2,
  patchesPerOtherFeature: 1,
  initialScale: 0.01,
  targetLoss: 0.02,
}
const names = { seed: 4, dataset: 'd', initialization: 'i' }
const data: Dataset = trainingSetOf(settings, names)
const random = stream(1, 'mixed')
const task = {
  kind: 'mixed',
  settings,
  names,
  samples: 'original',
  pairs: 0,
  viewSum: 0,
  testPerCell: 5,
} as const

/** The rows of each mixed sample, with their weights. */
const rowsOf = (mixture: ReturnType<typeof mixedSamplesOf>): [number, number][][] =>
  Array.from({ length: mixture.size }, (_, n) => {
    const [first, end] = [mixture.firstPatch[n], mixture.firstPatch[n + 1]].map(
      s => mixture.firstReference[s],
    )
    return Array.from({ length: end - first }, (_, e) => [mixture.row[first + e], mixture.weight[first + e]])
  })

const hard = (of: number): number[] => [0, 1, 2].map(i => (i === of ? 1 : 0))
const labelsOf = ({ label, size }: ReturnType<typeof mixedSamplesOf>): number[][] =>
  Array.from({ length: size }, (_, n) => [...label.subarray(3 * n, 3 * n + 3)])
const rowsIn = (n: number): number[] =>
  Array.from({ length: data.firstPatch[n + 1] - data.firstPatch[n] }, (_, p) => data.firstPatch[n] + p)

describe('mixed samples', () => {
  test('midpoints take half of every row of two samples; shuffled ones keep the rows and move the labels', () => {
    const made = mixedSamplesOf(data, 'midpoints', 12, random)
    const shuffled = mixedSamplesOf(data, 'shuffled midpoints', 12, random)
    expect(made.size).toBe(12)
    rowsOf(made).forEach((rows, n) => {
      expect(rows.every(([, weight]) => weight === 0.5)).toBe(true)
      const owner = rows.map(([row]) => data.firstPatch.findIndex(first => first > row) - 1)
      const samples = [...new Set(owner)]
      expect(samples.length).toBeLessThanOrEqual(2)
      const expected = new Float64Array(3)
      for (const of of samples.length === 2 ? samples : [samples[0], samples[0]])
        expected[data.label[of]] += 0.5
      expect(labelsOf(made)[n]).toEqual([...expected])
    })
    expect({ ...shuffled, label: made.label }).toEqual(made)
    const sorted = (labels: number[][]) => labels.map(label => label.join()).sort()
    expect(sorted(labelsOf(shuffled))).toEqual(sorted(labelsOf(made)))
    expect(shuffled.label).not.toEqual(made.label)
  })

  test('views removed: every copy lacks one view that leaves another, or the other classes', () => {
    const made = mixedSamplesOf(data, 'views removed', 0, random)
    const expected: number[][] = []
    const labels: number[][] = []
    data.label.forEach((own, n) => {
      const rows = rowsIn(n)
      const without = (lacks: (row: number) => boolean): unknown => {
        labels.push(hard(own))
        return expected.push(rows.filter(row => !lacks(row)))
      }
      without(() => false)
      if (data.presentView[n] !== 1) without(row => data.feature[row] === 2 * own)
      if (data.presentView[n] !== 2) without(row => data.feature[row] === 2 * own + 1)
      without(row => Math.floor(data.feature[row] / 2) !== own)
    })
    expect(rowsOf(made)).toEqual(expected.map(rows => rows.map(row => [row, 1])))
    expect(labelsOf(made)).toEqual(labels)
    expect(made.size).toBe(18 * 4 - 3)
  })

  test('patches removed: as many places of P as the views, at random', () => {
    const made = rowsOf(mixedSamplesOf(data, 'patches removed', 0, random))
    const ofViews = rowsOf(mixedSamplesOf(data, 'views removed', 0, random))
    expect(made.length).toBe(ofViews.length)
    let lost = 0
    let atMost = 0
    made.forEach((rows, copy) => {
      const n = data.firstPatch.findIndex(first => first > ofViews[copy][0][0]) - 1
      const removed = rowsIn(n).length - ofViews[copy].length
      const lacking = rowsIn(n).length - rows.length
      expect(lacking).toBeLessThanOrEqual(removed)
      expect(rowsIn(n)).toEqual(expect.arrayContaining(rows.map(([row]) => row)))
      lost += lacking
      atMost += removed
    })
    // About the share of the places that have a row.
    expect(lost).toBeGreaterThan(0)
    expect(lost / atMost).toBeLessThan(0.6)
    expect(placesOf(data, random).place.every(place => place < 20)).toBe(true)
  })
})

describe('the task', () => {
  test('on the original samples trains what the limit model trains', () => {
    const { right, ...run } = execute(task)
    const alone = execute({ kind: 'train', settings, names, raceInterval: 0 })
    expect(run.steps).toBe(alone.steps)
    expect(run.trainingErrors).toBe(0)
    run.featureCorrelation.forEach((a, at) => {
      expect(Math.abs(a - alone.featureCorrelation[at])).toBeLessThan(1e-9)
    })
    // One view is learned, so that the samples that show the other one alone fail.
    expect(right.length).toBe(6)
    const fresh = drawTestSet('single', settings, 5, stream(4, 'one view', 'd'))
    const outputs = memberOutputs(trainedNetwork(settings, names, run.featureCorrelation), fresh, 'one view')
    const expected = new Float64Array(6)
    fresh.label.forEach((own, n) => {
      const all = [...outputs.exact(n)]
      const isRight = all.every((F, i) => i === own || F < all[own])
      expected[2 * own + fresh.presentView[n] - 1] += isRight ? 1 / 5 : 0
    })
    expect([...right].map(share => Math.round(5 * share))).toEqual(
      [...expected].map(share => Math.round(5 * share)),
    )
  })

  test('continues from a checkpoint with the same bits', () => {
    const mixing = {
      ...task,
      samples: 'midpoints',
      pairs: 20,
      settings: { ...settings, maxSteps: 30 },
    } as const
    const whole = execute(mixing)
    let saved: unknown
    execute(mixing, () => {}, {
      isDue: (step: number) => step === 11,
      save: (state: unknown) => {
        saved = state
      },
    } as never)
    const again = execute(mixing, () => {}, {
      resumeFrom: saved,
      isDue: () => false,
      save: () => {},
    } as never)
    expect(again).toEqual(whole)
    expect(whole.steps).toBe(30)
  })

  test('a constant sum of views changes the training set', () => {
    const other = execute({
      ...task,
      settings: { ...settings, ownWeight: [0.8, 1.2], maxSteps: 5 },
      viewSum: 2,
    } satisfies Task)
    expect(other.loss).not.toBe(
      execute({ ...task, settings: { ...settings, ownWeight: [0.8, 1.2], maxSteps: 5 } }).loss,
    )
  })
})
