/**
 * Trains several dense networks on one Gaussian data set without views, and tests them alone and as
 * an ensemble.
 */

import {
  countErrors,
  denseModel,
  denseOutputs,
  drawDenseWeights,
  drawGaussian,
  linearRule,
  type Settings,
  trainOnLabels,
} from '@multiview/network'
import { namesOf } from '@multiview/network/mixture'
import { stream } from '@multiview/tensor'
import * as v from 'valibot'
import { count, finite } from '../../files/numbers.ts'
import type { TaskKind } from './kind.ts'

export interface GaussianTask {
  readonly kind: 'gaussian'
  /**
   * Settings of the network, its training and its ensemble. Of the data settings only k is read.
   */
  readonly settings: Settings
  /** d; a sample is one patch. */
  readonly dimension: number
  /** Samples to train on, and fresh ones. */
  readonly samples: number
  readonly testSamples: number
  readonly seed: number
  /** Names the rule and both sets of samples. */
  readonly dataset: string
}

export interface GaussianResult {
  /** Mean share of fresh samples on which a single model errs. */
  readonly single: number
  /** Share of fresh samples on which the average of all models errs. */
  readonly ensemble: number
  /** Models that err somewhere on the training set. */
  readonly imperfect: number
}

export const gaussian: TaskKind<GaussianTask, GaussianResult> = {
  kind: 'gaussian',
  kept: true,
  reads: ['classes', ...namesOf('network'), ...namesOf('training'), 'members'],
  run: ({ settings, dimension, samples, testSamples, seed, dataset }, progress) => {
    const { classes, members } = settings
    const rule = linearRule(
      stream(seed, 'planted rule', dataset).fillNormal(new Float64Array(classes * dimension)),
    )
    const shape = { classes, patches: 1, dimension }
    const draw = (name: string, size: number) =>
      drawGaussian(shape, size, rule, stream(seed, `gaussian ${name}`, dataset))
    const data = draw('training set', samples)
    const fresh = draw('test set', testSamples)
    const total = new Float64Array(testSamples * classes)
    let errors = 0
    let imperfect = 0
    for (let member = 0; member < members; member++) {
      const random = stream(seed, 'gaussian weights', dataset, member)
      const model = denseModel(data, settings, drawDenseWeights(classes, { ...settings, dimension }, random))
      const run = trainOnLabels(model, data, settings, {
        record: (step, loss) => progress(step, loss),
      })
      if (countErrors(run.outputs, data.label) > 0) imperfect++
      const outputs = denseOutputs(fresh, settings, model.weights())
      errors += countErrors(outputs, fresh.label)
      for (let at = 0; at < total.length; at++) total[at] += outputs[at]
    }
    return {
      single: errors / members / testSamples,
      ensemble: countErrors(total, fresh.label) / testSamples,
      imperfect,
    }
  },
  isResult: (_, value) => v.is(result, value),
}

const result = /* @__PURE__ */ v.object({ single: finite, ensemble: finite, imperfect: count })
