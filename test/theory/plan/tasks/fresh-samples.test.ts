import { regimes, trainLimitModel } from '@multiview/network'
import { expect, test } from 'vitest'
import { outputsOn } from '../../../../packages/theory/src/plan/tasks/fresh-samples.ts'

const settings = { ...regimes.limit, classes: 3, otherFeatureRate: 1.5, samples: 1, neurons: 3, maxSteps: 5 }

test('a model that has learned little is computed once per sample, for all of its ensembles', () => {
  const names = { seed: 1, dataset: 'd', initialization: 'i' }
  const { featureCorrelation } = trainLimitModel(settings, names)
  const members = [{ initialization: 'i', featureCorrelation }]
  const task = { settings, seed: 1, testSet: 't', singlePerCell: 2, multiPerClass: 2, members }
  const [{ members: found, label }] = outputsOn(task, 'single')
  const first = Array.from(label, (_, n) => found[0].exact(n))
  expect(first[0]).not.toEqual(first[1])
  label.forEach((_, n) => {
    expect(found[0].exact(n)).toBe(first[n])
  })
  const [{ members: again }] = outputsOn(task, 'single')
  expect(again[0].exact(0)).toEqual(first[0])
})
