/** The cost of the reduced model, in preactivations. */

import { regimes, trainReducedModel } from '@multiview/network'
import { expect, test } from 'vitest'
import { namesOf } from './both-models.ts'

test('at k = 50 a model is trained with 25 times fewer preactivations than the full model computes, and more', () => {
  const { certificate, trainingErrors, loss, steps } = trainReducedModel(regimes.distillation, namesOf(1))
  expect(trainingErrors).toBe(0)
  expect(loss).toBeLessThanOrEqual(regimes.distillation.targetLoss)
  expect(steps).toBeGreaterThan(300)
  expect(certificate.full / certificate.computed).toBeGreaterThan(25)
  expect(certificate.computed).toBeGreaterThan(0)
  expect(certificate.outputBound).toBeLessThan(1e-6)
})
