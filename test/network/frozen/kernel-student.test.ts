/** Students of tangent kernels: their descent against autodiff, and what they end at. */

import {
  autodiffModel,
  limitModel,
  startOf,
  tangentFeatures,
  tangentModel,
  trainingSetOf,
  trainOnLabels,
  trainOnTeacher,
} from '@multiview/network'
import { matmul, stream, type Tensor, tensor, zeros } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { visibleLayout } from '../../../packages/network/src/objective/output-layout.ts'
import { farthest } from '../limit/naive-limit.ts'
import { smallWith } from '../settings.ts'

const settings = smallWith({ stepRule: 'constant', stepSize: 0.2, maxSteps: 40, targetLoss: 0 })
const { classes } = settings
const names = { seed: 1, dataset: 'a' }
const data = trainingSetOf(settings, names)
const featuresOf = (initialization: string) =>
  tangentFeatures(data, settings, startOf(settings, { ...names, initialization }, data))

/** F_i(X_n) = ⟨θ_i, Φ_i(X_n)⟩, with Φ written out as a matrix. */
const byAutodiff = (features: ReturnType<typeof featuresOf>) => {
  const { size, alongFeatures, alongNoise } = features
  const width = alongFeatures.length / (size * classes)
  const phi = tensor(alongFeatures).reshape([classes, size, width])
  const noise = tensor(alongNoise).reshape([size, classes])
  return autodiffModel<{ along: Tensor; noise: Tensor }>({
    classes,
    size,
    parameters: { along: zeros([classes, width, 1]), noise: zeros([size, classes]) },
    outputs: ({ along, noise: theta }) =>
      matmul(phi, along).reshape([classes, size]).transpose().add(theta.mul(noise)),
  })
}

test.each([1, 3])('a student takes the steps of the same model by autodiff, τ = %f', temperature => {
  const features = featuresOf('student')
  const teacher = stream(2).fillNormal(new Float64Array(data.size * classes), 3)
  const student = tangentModel(features)
  const run = trainOnTeacher(student, teacher, temperature, settings)
  const auto = byAutodiff(features)
  const expected = trainOnTeacher(auto, teacher, temperature, settings)
  expect(run.steps).toBe(40)
  expect(run.loss).toBeLessThan(0.95 * run.losses[0])
  expect(farthest(run.losses, expected.losses)).toBeLessThan(1e-12)
  const weights = auto.parameters().along.reshape([-1]).data as Float64Array
  expect(farthest(student.featureWeights(), weights)).toBeLessThan(1e-12)
})

test('a student with the features of its teacher ends with its outputs, up to a constant of each sample', () => {
  const features = featuresOf('both')
  const adaptive = { ...settings, stepRule: 'adaptive', targetLoss: 1e-7, maxSteps: 5000 } as const
  const { outputs: teacher } = trainOnLabels(tangentModel(features), data, { ...adaptive, targetLoss: 0.1 })
  const { loss, outputs } = trainOnTeacher(tangentModel(features), teacher, 1, adaptive)
  expect(loss).toBeLessThanOrEqual(1e-7)
  for (let row = 0; row < outputs.length; row += classes)
    for (let i = 1; i < classes; i++) {
      const difference = (of: Float64Array) => of[row + i] - of[row]
      expect(Math.abs(difference(outputs) - difference(teacher))).toBeLessThan(0.05)
    }
})

test('a teacher of other samples, and a model with a layout of its own, are refused', () => {
  const student = tangentModel(featuresOf('student'))
  expect(() => trainOnTeacher(student, new Float64Array(3), 1, settings)).toThrow('the teacher has 3 outputs')
  const start = startOf(settings, { ...names, initialization: 'b' }, data)
  const laidOut = { ...limitModel(data, settings, start), layout: visibleLayout(data) }
  expect(() => trainOnTeacher(laidOut, new Float64Array(data.size * classes), 1, settings)).toThrow(
    'layout of its own',
  )
})
