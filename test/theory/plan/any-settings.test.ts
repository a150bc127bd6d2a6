/** Any settings that are allowed train a model, or say in one line why no machine can. */

import { type Settings, settingTable } from '@multiview/network'
import { namesOf } from '@multiview/network/mixture'
import { execute, type Task } from '@multiview/theory'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPermanent } from '../../../packages/theory/src/plan/impossible.ts'
import { resultIn, resultText } from '../../../packages/theory/src/plan/outcome.ts'
import { smallWith } from '../../network/settings.ts'
import { effort } from '../../robustness/effort.ts'

type Value = number | string | readonly number[]

/** Settings that decide how long a run takes: small ones. */
const sizes: Readonly<Record<string, fc.Arbitrary<Value>>> = {
  classes: fc.integer({ min: 2, max: 4 }),
  views: fc.integer({ min: 2, max: 3 }),
  neurons: fc.integer({ min: 1, max: 3 }),
  samples: fc.integer({ min: 1, max: 12 }),
  patches: fc.integer({ min: 2, max: 60 }),
  patchesPerFeature: fc.integer({ min: 1, max: 3 }),
  patchesPerOtherFeature: fc.integer({ min: 0, max: 3 }),
  otherFeatureRate: fc.double({ min: 0, max: 2, noNaN: true }),
  maxSteps: fc.integer({ min: 0, max: 20 }),
  members: fc.integer({ min: 1, max: 3 }),
  batchSize: fc.integer({ min: 0, max: 14 }),
}

/** Numbers between the ends of a setting, and near them: powers of ten more often than others. */
const numberIn = (low: number, high: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(low, high) },
    { weight: 3, arbitrary: fc.double({ min: low, max: high, noNaN: true }) },
    {
      weight: 5,
      arbitrary: fc
        .double({ min: -12, max: Math.log10(high), noNaN: true })
        .map(x => Math.max(low, Math.min(high, 10 ** x))),
    },
  )

/** What each kind of run starts from. */
const bases: readonly Partial<Settings>[] = [
  {},
  { stepRule: 'constant', stepSize: 0.1 },
  { model: 'reduced', stepRule: 'multirate' },
]

const anyValue = (name: string): fc.Arbitrary<Value> => {
  const record = settingTable[name as keyof Settings]
  if (name in sizes) return sizes[name]
  if (record.kind === 'choice') return fc.constantFrom(...record.choices)
  const one = numberIn(record.low, record.high)
  if (record.kind === 'range') return fc.tuple(one, one).map(([a, b]) => [Math.min(a, b), Math.max(a, b)])
  if (record.kind === 'list') return fc.array(one, { minLength: 1, maxLength: 3 })
  return record.kind === 'integer' ? one.map(Math.round) : one
}

const changes = fc
  .uniqueArray(fc.constantFrom(...(['data', 'network', 'training'] as const).flatMap(namesOf)), {
    maxLength: 8,
  })
  .chain(names => fc.record(Object.fromEntries(names.map(name => [name, anyValue(name)]))))

test('settings of any allowed values', () => {
  let trained = 0
  fc.assert(
    fc.property(fc.constantFrom(...bases), changes, (base, changed) => {
      const settings = { ...smallWith({ maxSteps: 20 }), ...base, ...changed } as Settings
      const names = { seed: 1, dataset: 'd', initialization: 'i' }
      const task: Task =
        settings.model === 'reduced'
          ? { kind: 'train-reduced', settings, names }
          : { kind: 'train', settings, names, raceInterval: 5 }
      let result: unknown
      try {
        result = execute(task)
      } catch (error) {
        expect(isPermanent(error), String((error as Error).stack)).toBe(true)
        const { message } = error as Error
        expect(message).toMatch(/^[^\p{Cc}]{10,1000}$/u)
        return
      }
      trained++
      resultIn(resultText('1', task, result), '1', task)
    }),
    effort,
  )
  expect(trained).toBeGreaterThan(0.1 * effort.numRuns)
  expect(trained).toBeLessThan(effort.numRuns)
})
