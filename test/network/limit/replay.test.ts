import {
  crossEntropy,
  type Dataset,
  descend,
  drawNoiseCorrelation,
  type LimitWeights,
  limitModel,
  type Settings,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { drawFeatureCorrelation } from '../../../packages/network/src/limit/model.ts'
import { adaptiveStep } from '../../../packages/network/src/step-rule/adaptive.ts'
import { regimeWith } from '../settings.ts'
import { type ExportedRun, replay } from './replay.ts'

/** From [2k, k·m] and [Q, k·m] to [k, m, 2k] and [k, m, N, P]. */
const spread = (data: Dataset, neurons: number, weights: LimitWeights) => {
  const { classes, patches } = data.settings
  const all = classes * neurons
  const a = new Float64Array(all * 2 * classes)
  const b = new Float64Array(all * data.size * patches)
  for (let c = 0; c < all; c++) {
    for (let v = 0; v < 2 * classes; v++) a[c * 2 * classes + v] = weights.featureCorrelation[v * all + c]
    for (let n = 0; n < data.size; n++)
      for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++)
        b[(c * data.size + n) * patches + p - data.firstPatch[n]] = weights.noiseCorrelation[p * all + c]
  }
  return { a, b }
}

const padded = <T extends Int32Array | Float64Array>(data: Dataset, rows: T, into: T): T => {
  for (let n = 0; n < data.size; n++)
    for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++)
      into[n * data.settings.patches + p - data.firstPatch[n]] = rows[p]
  return into
}

const exported = (settings: Settings): ExportedRun => {
  const { classes, neurons, patches, samples } = settings
  const data = drawTrainingSet(settings, stream(1, 'data'))
  const start = {
    featureCorrelation: drawFeatureCorrelation(classes, settings, stream(1, 'a')),
    noiseCorrelation: drawNoiseCorrelation(data, settings, stream(1, 'b')),
  }
  const model = limitModel(data, settings, start)
  const snapshotStep: number[] = []
  const states: { a: Float64Array; b: Float64Array }[] = []
  const run = descend(model, crossEntropy(data.label, classes), {
    rule: adaptiveStep(settings.stepTolerance),
    targetLoss: settings.targetLoss,
    maxSteps: settings.maxSteps,
    record: step => {
      if (step % 40 > 1) return
      snapshotStep.push(step)
      states.push(spread(data, neurons, model.weights()))
    },
  })
  const { a: a0, b: b0 } = spread(data, neurons, start)
  const { a, b } = spread(data, neurons, model.weights())
  return {
    ...{ classes, neurons, samples, patches, power: settings.power, threshold: settings.threshold },
    label: data.label,
    feature: padded(data, data.feature, new Int32Array(samples * patches).fill(-1)),
    weight: padded(data, data.weight, new Float64Array(samples * patches)),
    noiseNorm: padded(data, data.noiseNorm, new Float64Array(samples * patches)),
    ...{ a0, b0, a, b },
    eta: run.stepSizes,
    loss: run.losses,
    snapshotStep: Int32Array.from(snapshotStep),
    aSnapshot: Float64Array.from(states.flatMap(state => [...state.a])),
    bSnapshot: Float64Array.from(states.flatMap(state => [...state.b])),
  }
}

const settings = regimeWith({
  classes: 4,
  neurons: 3,
  samples: 24,
  patches: 10,
  otherFeatureRate: 2,
  targetLoss: 0.02,
})
const run = exported(settings)

test('a run replays from its arrays alone: the losses up to the first rise, and single steps all through', () => {
  const found = replay(run)
  expect(run.loss.at(-1)).toBeGreaterThan(0.02)
  expect(found.followed).toBeGreaterThan(20)
  expect(found.loss).toBeLessThan(1e-11)
  expect(found.snapshotLoss).toBeLessThan(1e-12)
  expect(found.pairs).toBeGreaterThan(5)
  expect(found.pairState).toBeLessThan(1e-13)
})

test.each([
  ['weight', 0],
  ['noiseNorm', 1],
  ['eta', 40],
  ['loss', 9],
  // Somewhere in the second snapshot, one step behind the first.
  ['aSnapshot', run.a0.length + 3],
] as const)('a replay notices one wrong number in %s', (name, at) => {
  const array = run[name].slice()
  array[at] = array[at] * 1.0001 + 1e-6
  const { loss, snapshotLoss, pairState } = replay({ ...run, [name]: array })
  expect(Math.max(loss, snapshotLoss, pairState)).toBeGreaterThan(1e-10)
})
