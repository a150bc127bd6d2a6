import {
  crossEntropy,
  descend,
  limitModel,
  regimes,
  type Settings,
  startOf,
  trainingSetOf,
  trainLimitModel,
  trainOnLabels,
} from '@multiview/network'
import { execute } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { stepRule } from '../../../../packages/network/src/descent/common-rule.ts'
import { watchLimit } from '../../../../packages/network/src/limit/watch.ts'
import { recorder } from '../../../network/descent/recorded.ts'

const settings: Settings = {
  ...regimes.limit,
  classes: 3,
  otherFeatureRate: 1,
  samples: 36,
  neurons: 3,
  targetLoss: 0.01,
}
const names = { seed: 6, dataset: 'd', initialization: 'i' }
const { classes, neurons } = settings
const result = execute({ kind: 'anatomy', settings, names, shuffledLabels: false })

describe('the anatomy of a run', () => {
  test('is that of the run which training makes', () => {
    const run = trainLimitModel(settings, names)
    const data = trainingSetOf(settings, names)
    const model = limitModel(data, settings, startOf(settings, names, data))
    const { record, records } = recorder(watchLimit(model, data), 20)
    trainOnLabels(model, data, settings, { record })
    expect(result.steps).toBe(run.steps)
    expect(result.trainingErrors).toBe(run.trainingErrors)
    expect(result.finalStrength).toEqual(run.finalStrength)
    expect(result.largestOffClass).toBe(Math.max(...records.flatMap(record => [...record.largestOffClass])))
    expect(result.leastCorrelation).toBe(Math.min(...records.flatMap(record => [...record.leastCorrelation])))
    const last = records[records.length - 1]
    expect([result.ownNoise, result.otherNoise]).toEqual([last.ownNoise, last.otherNoise])
  })

  test('what is remembered, and through which view, by plain loops', () => {
    const data = trainingSetOf(settings, names)
    const start = startOf(settings, names, data)
    const model = limitModel(data, settings, start)
    descend(model, crossEntropy(data.label, classes), { ...settings, rule: stepRule(settings) })
    const end = model.weights()
    const at = (row: number, i: number, r: number) => row * classes * neurons + i * neurons + r
    for (let n = 0; n < data.size; n++) {
      const y = data.label[n]
      let total = 0
      const through = [0, 0]
      for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++) {
        const changes = Array.from(
          { length: neurons },
          (_, r) => (end.noiseCorrelation[at(p, y, r)] - start.noiseCorrelation[at(p, y, r)]) ** 2,
        )
        total += changes.reduce((a, b) => a + b)
        const v = data.feature[p]
        if (v !== 2 * y && v !== 2 * y + 1) continue
        const known = Array.from({ length: neurons }, (_, r) => end.featureCorrelation[at(v, y, r)])
        through[v - 2 * y] += changes[known.indexOf(Math.max(...known))]
      }
      expect(result.remembered[n]).toBeCloseTo(total, 9)
      expect(result.throughView[2 * n]).toBeCloseTo(through[0], 9)
      expect(result.throughView[2 * n + 1]).toBeCloseTo(through[1], 9)
    }
  })

  test('shuffled labels are the same labels in another order', () => {
    const shuffled = execute({
      kind: 'anatomy',
      settings: { ...settings, maxSteps: 5 },
      names,
      shuffledLabels: true,
    })
    expect(shuffled.label).not.toEqual(result.label)
    expect(shuffled.label.toSorted()).toEqual(result.label.toSorted())
  })
})
