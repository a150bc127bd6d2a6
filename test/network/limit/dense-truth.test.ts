import { crossEntropy, featureCount, limitModel, type Settings } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { smallWith } from '../settings.ts'
import { denseData, denseStep, dot, type Vector } from './dense-network.ts'
import { farthest } from './naive-limit.ts'

// The limit model is exact if noise vectors are orthogonal to each other and to the features. This
// is possible at finite d. There an ordinary network with ordinary gradient descent must give the
// same a = ⟨w, v⟩ and b = ⟨w, ξ⟩.
const cases: [string, Settings][] = [
  ['q = 4', smallWith({ classes: 3, neurons: 2, samples: 5, initialScale: 0.3 })],
  ['q = 3, two patches a feature', smallWith({ power: 3, samples: 4, patchesPerFeature: 2, patches: 24 })],
  ['three views of unequal strength', smallWith({ views: 3, viewFactors: [1.2, 1, 0.8], samples: 5 })],
  ['q = 2, long noise', smallWith({ power: 2, neurons: 3, samples: 5, noiseNorm: 1.5 })],
]

test.each(cases)(
  'fifty steps of a dense network with orthogonal noise are those of the limit model: %s',
  (_, settings) => {
    const data = drawTrainingSet(settings, stream(11, 'data'))
    const { classes, neurons, initialScale } = settings
    const all = classes * neurons
    const dimension = featureCount(settings) + data.feature.length + 9
    const dense = denseData(data, dimension, stream(11, 'vectors'))
    const random = stream(11, 'weights')
    const w: Vector[][] = Array.from({ length: classes }, () =>
      Array.from({ length: neurons }, () => random.fillNormal(new Float64Array(dimension), initialScale)),
    )
    const correlations = (directions: Vector[]): Float64Array => {
      const units = w.flat()
      return Float64Array.from({ length: directions.length * all }, (_, at) =>
        dot(units[at % all], directions[Math.floor(at / all)]),
      )
    }
    const before = correlations(dense.features)
    const model = limitModel(data, settings, {
      featureCorrelation: before,
      noiseCorrelation: correlations(dense.noise),
    })
    const objective = crossEntropy(data.label, classes)
    const gradient = new Float64Array(data.size * classes)
    const size = 0.3
    const losses: number[] = []
    for (let step = 0; step < 50; step++) {
      const loss = objective.evaluate(model.outputs(), gradient)
      model.backward(gradient)
      model.advance(size)
      losses.push(Math.abs(loss - denseStep(w, dense, data, settings, size)))
    }
    expect(Math.max(...losses)).toBeLessThan(1e-10)
    const { featureCorrelation, noiseCorrelation } = model.weights()
    expect(farthest(featureCorrelation, correlations(dense.features))).toBeLessThan(1e-10)
    expect(farthest(noiseCorrelation, correlations(dense.noise))).toBeLessThan(1e-10)
    // The weights have changed enough for the comparison to be meaningful.
    expect(farthest(featureCorrelation, before)).toBeGreaterThan(0.1)
  },
)
