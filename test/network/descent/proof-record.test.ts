/** Recorded quantities against plain loops over weights and samples. */

import { crossEntropy, descend } from '@multiview/network'
import { describe, expect, test } from 'vitest'
import type { ProofRecord } from '../../../packages/network/src/descent/proof-record.ts'
import { constantStep } from '../../../packages/network/src/step-rule/constant.ts'
import { distance } from '../dense/small.ts'
import { data, modelNames, models, settings } from './models.ts'
import { recorder } from './recorded.ts'

const { classes, neurons, dimension, patches } = settings
const objective = () => crossEntropy(data.label, classes)

/** The records of 12 steps, and the dense weights before each of them. */
const recorded = (name: keyof typeof models, step = 0.5) => {
  const { model, watched } = models[name]()
  const { record, records } = recorder(watched)
  const weights: (typeof model extends { weights(): infer W } ? W : never)[] = []
  const run = descend(model, objective(), {
    rule: constantStep(step),
    targetLoss: 0,
    maxSteps: 12,
    record: (at, loss, moment) => {
      weights.push(model.weights() as never)
      record(at, loss, moment)
    },
  })
  return { run, weights, records }
}

test('of the dense model they are what the definitions say of w', () => {
  const { records, weights } = recorded('dense')
  const { features, x, gain, label } = data
  const inner = (w: Float64Array, c: number, of: (e: number) => number): number => {
    let sum = 0
    for (let e = 0; e < dimension; e++) sum += w[c * dimension + e] * of(e)
    return sum
  }
  for (const t of [0, 7, 12]) {
    const w = weights[t] as unknown as Float64Array
    const along = (i: number, r: number, v: number) =>
      inner(w, i * neurons + r, e => features[v * dimension + e])
    const onNoise = (i: number, r: number, p: number) =>
      inner(w, i * neurons + r, e => {
        let noise = x[p * dimension + e]
        for (let v = 0; v < 2 * classes; v++) noise -= gain[p * 2 * classes + v] * features[v * dimension + e]
        return noise
      })
    const all = Array.from({ length: neurons }, (_, r) => r)
    const expected = {
      strength: Array.from({ length: 2 * classes }, (_, v) =>
        Math.max(0, ...all.map(r => along(Math.floor(v / 2), r, v))),
      ),
      totalStrength: Array.from({ length: 2 * classes }, (_, v) =>
        all.reduce((sum, r) => sum + Math.max(0, along(Math.floor(v / 2), r, v)), 0),
      ),
      largestOffClass: Array.from({ length: classes }, (_, i) => {
        let most = Number.NEGATIVE_INFINITY
        for (let v = 0; v < 2 * classes; v++)
          if (Math.floor(v / 2) !== i) for (const r of all) most = Math.max(most, along(i, r, v))
        return most
      }),
      leastCorrelation: Array.from({ length: classes }, (_, i) => {
        let least = Number.POSITIVE_INFINITY
        for (let v = 0; v < 2 * classes; v++) for (const r of all) least = Math.min(least, along(i, r, v))
        return least
      }),
      ownNoise: Array.from(label, (own, n) => {
        let most = 0
        for (let p = n * patches; p < (n + 1) * patches; p++)
          for (const r of all) most = Math.max(most, Math.abs(onNoise(own, r, p)))
        return most
      }),
      otherNoise: Array.from(label, (own, n) => {
        let most = 0
        for (let i = 0; i < classes; i++)
          for (let p = n * patches; i !== own && p < (n + 1) * patches; p++)
            for (const r of all) most = Math.max(most, Math.abs(onNoise(i, r, p)))
        return most
      }),
    }
    for (const [name, values] of Object.entries(expected))
      expect([name, distance(values, records[t][name as keyof typeof expected])]).toEqual([
        name,
        expect.closeTo(0, 12),
      ])
  }
})

const arrays = [
  'strength',
  'totalStrength',
  'largestOffClass',
  'leastCorrelation',
  'ownNoise',
  'otherNoise',
  'sampleLoss',
  'margin',
  'gradientNorm',
] as const satisfies readonly (keyof ProofRecord)[]

test('the three models record the same of the same start, gradients apart where noise vectors are not orthogonal', () => {
  const [limit, gains, dense] = modelNames.map(name => recorded(name))
  for (const name of arrays) {
    expect([name, distance(limit.records[0][name], gains.records[0][name])]).toEqual([
      name,
      expect.closeTo(0, 12),
    ])
    if (name !== 'gradientNorm')
      expect([name, distance(limit.records[0][name], dense.records[0][name])]).toEqual([
        name,
        expect.closeTo(0, 12),
      ])
  }
  for (let t = 0; t <= 12; t++)
    for (const name of arrays)
      expect(distance(limit.records[t][name], gains.records[t][name])).toBeLessThan(1e-11)
})

describe.each(modelNames)('%s', name => {
  const { run, records } = recorded(name)

  test('a record before every step and one at the end, at the time Σ η', () => {
    expect(records.map(({ step }) => step)).toEqual(Array.from({ length: 13 }, (_, step) => step))
    expect(records.map(({ time }) => time)).toEqual(Array.from({ length: 13 }, (_, step) => step * 0.5))
    expect(records.map(({ loss }) => loss)).toEqual([...run.losses, run.loss])
  })

  test('the loss is the mean of the samples’ losses', () => {
    for (const { loss, sampleLoss } of records)
      expect(sampleLoss.reduce((sum, of) => sum + of, 0) / data.size).toBeCloseTo(loss, 12)
  })

  test('the margin is that of the outputs', () => {
    const { margin } = records[12]
    data.label.forEach((own, n) => {
      const of = Array.from(run.outputs.subarray(n * classes, (n + 1) * classes))
      const others = of.filter((_, i) => i !== own)
      expect(margin[n]).toBe(of[own] - Math.max(...others))
    })
  })

  test('the loss falls by η ‖∇L‖² to first order', () => {
    const tiny = 1e-6
    const { records } = recorded(name, tiny)
    const square = records[0].gradientNorm.reduce((sum, norm) => sum + norm * norm, 0)
    expect(square).toBeGreaterThan(1e-4)
    // Twelve steps, so that the rounding of the loss is small.
    expect((records[0].loss - records[12].loss) / (12 * tiny * square)).toBeCloseTo(1, 4)
  })
})
