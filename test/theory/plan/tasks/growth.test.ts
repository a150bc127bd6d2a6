import {
  limitModel,
  regimes,
  type Settings,
  startOf,
  trainingSetOf,
  trainOnLabels,
  viewPower,
} from '@multiview/network'
import { execute } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { watchLimit } from '../../../../packages/network/src/limit/watch.ts'
import { recorder } from '../../../network/descent/recorded.ts'

const settings: Settings = {
  ...regimes.limit,
  classes: 3,
  otherFeatureRate: 1,
  samples: 36,
  neurons: 4,
  stepTolerance: 0.1,
  targetLoss: 1e-300,
  maxSteps: 3000,
}
const names = { seed: 5, dataset: 'd', initialization: 'i' }
const result = execute({ kind: 'growth', settings, names, beyond: 10 })
/** The same run with every step recorded. */
const data = trainingSetOf(settings, names)
const model = limitModel(data, settings, startOf(settings, names, data))
const { record, records } = recorder(watchLimit(model, data))
trainOnLabels(model, data, { ...settings, maxSteps: 1500 }, { record })

describe('the growth of a run', () => {
  test('each class arrives at the first recorded step with a view at ϱ', () => {
    for (let i = 0; i < 3; i++) {
      const first = records.find(
        ({ strength }) => Math.max(strength[2 * i], strength[2 * i + 1]) >= settings.threshold,
      )
      expect(result.arrival[i]).toBe(first?.time)
    }
    expect(result.arrived).toBe(3)
  })

  test('the multi-view error is the mean of 1 − p_y over the multi-view samples, at steps after the last arrival', () => {
    const { presentView } = trainingSetOf(settings, names)
    expect(result.time.length).toBeGreaterThan(5)
    result.time.forEach((time, at) => {
      const { sampleLoss } = records.find(record => record.time === time) as (typeof records)[number]
      const errors = Array.from(sampleLoss, loss => -Math.expm1(-loss)).filter((_, n) => presentView[n] === 0)
      const error = errors.reduce((a, b) => a + b) / errors.length
      expect(Math.abs(result.multiViewError[at] / error - 1)).toBeLessThan(1e-6)
    })
  })

  test('continues for the given time, and stops then', () => {
    const end = 10 * Math.max(...result.arrival)
    expect(Math.max(...result.time)).toBeGreaterThan(end / 2)
    expect(Math.min(...result.time)).toBeGreaterThanOrEqual(end / 10)
    const short = execute({ kind: 'growth', settings, names, beyond: 1 })
    expect(short.arrival).toEqual(result.arrival)
    expect(short.time.length).toBeLessThanOrEqual(1)
  })

  test('starts from the strengths and the view powers of the run', () => {
    expect(result.initialStrength).toEqual(records[0].strength)
    expect(result.viewPower).toEqual(viewPower(trainingSetOf(settings, names), settings.power, 'all'))
  })

  test('a class that never arrives is put at the end of the run', () => {
    const cut = execute({ kind: 'growth', settings: { ...settings, maxSteps: 3 }, names, beyond: 10 })
    expect(cut.arrived).toBe(0)
    expect([...cut.arrival]).toEqual([records[3].time, records[3].time, records[3].time])
  })
})
