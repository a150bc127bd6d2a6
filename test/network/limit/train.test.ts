import {
  countEnsembleErrors,
  drawTestSet,
  learnedViews,
  memberOutputs,
  type RunNames,
  regimes,
  trainedNetwork,
  trainingSetOf,
  trainLimitModel,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { withoutWebAssembly } from '@multiview/tensor/kernels'
import { expect, test } from 'vitest'
import { isWrong } from '../../../packages/network/src/limit/ensemble.ts'
import { regimeWith, smallWith } from '../settings.ts'

const settings = regimes.limit
const names: RunNames = { seed: 1, dataset: 'a', initialization: 'b' }
/** Short runs are enough to distinguish runs. */
const short = smallWith({ maxSteps: 20, targetLoss: 1e-9 })

const run = trainLimitModel(settings, names, { raceInterval: 50 })

test('a k = 10 model fits every training sample and reaches the target loss', () => {
  expect(run.loss).toBeLessThanOrEqual(settings.targetLoss)
  expect(run.steps).toBeLessThan(settings.maxSteps)
  expect(run.trainingErrors).toBe(0)
})

test('it is wrong on the single-view samples whose view it has not learned, and on no others to speak of', () => {
  const trained = trainedNetwork(settings, names, run.featureCorrelation)
  const views = learnedViews(run.finalStrength)
  const single = drawTestSet('single', settings, 50, stream(2, 'single'))
  const members = [memberOutputs(trained, single, 'single')]
  let foretold = 0
  for (let n = 0; n < single.size; n++)
    if (isWrong(members, single.label[n], n) === (views[single.label[n]] !== single.presentView[n]))
      foretold++
  expect(foretold / single.size).toBeGreaterThan(0.97)
  const multi = drawTestSet('multi', settings, 100, stream(2, 'multi'))
  expect(countEnsembleErrors([memberOutputs(trained, multi, 'multi')], multi.label)).toBe(0)
})

test('the same model without WebAssembly has the same bits', () => {
  expect(withoutWebAssembly(() => trainLimitModel(settings, names, { raceInterval: 50 }))).toEqual(run)
})

test('a short run ends at the weights that it always had', () => {
  // FNV-1a over the bytes of a. Any change of an order of summation, of a draw or of a rule changes
  // it.
  const { featureCorrelation } = trainLimitModel(short, names)
  let hash = 0x811c9dc5
  for (const byte of new Uint8Array(featureCorrelation.buffer))
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  expect(hash.toString(16)).toBe('9a901e5')
})

test('the race starts at the initial strengths and is taken at equal intervals', () => {
  const { race } = run
  expect(race?.step).toEqual(Array.from({ length: Math.floor(run.steps / 50) + 1 }, (_, i) => 50 * i))
  expect(race?.strength[0]).toEqual([...run.initialStrength])
  expect(race?.strength.every(row => row.length === 20)).toBe(true)
})

test('the same names give the same run, another seed, data set or initialization another', () => {
  const at = (changes: Partial<RunNames>) => trainLimitModel(short, { ...names, ...changes })
  const first = at({})
  expect(at({})).toEqual(first)
  for (const changes of [{ seed: 2 }, { dataset: 'c' }, { initialization: 'c' }])
    expect(at(changes).featureCorrelation).not.toEqual(first.featureCorrelation)
})

test('runs of one data set share it, and runs of one initialization share their initial strengths', () => {
  const other = { ...names, initialization: 'c' }
  expect(trainingSetOf(short, other)).toEqual(trainingSetOf(short, names))
  const strength = (changes: Partial<RunNames>) =>
    trainLimitModel(short, { ...names, ...changes }).initialStrength
  expect(strength({ dataset: 'c' })).toEqual(strength({}))
  expect(strength({ initialization: 'c' })).not.toEqual(strength({}))
})

test('progress hears of every step, and changes nothing', () => {
  const steps: number[] = []
  const quiet = trainLimitModel(short, names)
  const told = trainLimitModel(short, names, { progress: step => steps.push(step) })
  expect(told).toEqual(quiet)
  expect(steps).toEqual(Array.from({ length: told.steps + 1 }, (_, step) => step))
  expect(quiet.race).toBeNull()
})

test('invalid settings are refused before anything is drawn', () => {
  expect(() => trainLimitModel(regimeWith({ power: 1 }), names)).toThrow('power is 1')
})
