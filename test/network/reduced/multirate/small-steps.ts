/**
 * The multirate model, and the reduced model with small common steps, from the same initial weights
 * to the same time of the flow.
 */

import {
  crossEntropy,
  type DistillationSettings,
  descend,
  type RunNames,
  type Settings,
  trainingSetOf,
  visibleLayout,
} from '@multiview/network'
import { adaptiveStep } from '../../../../packages/network/src/descent/step-rule.ts'
import { alongPath } from '../../../../packages/network/src/objective/along-path.ts'
import { crossEntropyTerm } from '../../../../packages/network/src/objective/cross-entropy.ts'
import { distillation, distillationTerm } from '../../../../packages/network/src/objective/distillation.ts'
import { denseLayout, relaid } from '../../../../packages/network/src/objective/output-layout.ts'
import { weightedSum } from '../../../../packages/network/src/objective/weighted-sum.ts'
import { featureRows } from '../../../../packages/network/src/reduced/feature-rows.ts'
import { reducedModel } from '../../../../packages/network/src/reduced/model.ts'
import { weightedTerms } from '../../../../packages/network/src/reduced/multirate/field.ts'
import { multirateModel } from '../../../../packages/network/src/reduced/multirate/model.ts'
import { ownStrength, reducedStartOf } from '../../../../packages/network/src/reduced/run.ts'
import { fromLayout, toLayout } from '../../objective/layouts.ts'

/** The state of a model at some time. */
export interface Standing {
  readonly time: number
  /** Λ, [2k]. */
  readonly strength: Float64Array
  /** F, [N, k]. */
  readonly outputs: Float64Array
  readonly loss: number
  /** The number of common steps, or of rounds. */
  readonly steps: number
  readonly promoted: number
}

/**
 * The second part of the field, beside the labels: the scaled teacher in the visible layout, for
 * (4.4).
 */
export interface Teaching {
  readonly scaled: Float64Array
  readonly settings: DistillationSettings
}

const setup = (settings: Settings, names: RunNames) => {
  const data = trainingSetOf(settings, names)
  const rows = featureRows(data)
  return { data, rows, start: reducedStartOf(settings, names, data, rows) }
}

/**
 * Common steps of a small tolerance, without delayed updates, until the loss or the time is
 * reached.
 */
export const atSmallSteps = (
  settings: Settings,
  names: RunNames,
  tolerance: number,
  end: { readonly targetLoss?: number; readonly time?: number },
  teaching?: Teaching,
): Standing => {
  const { data, rows, start } = setup(settings, names)
  const model = reducedModel(data, settings, start, rows, 0)
  const labels = crossEntropy(data.label, settings.classes, model.layout)
  const objective =
    teaching === undefined
      ? labels
      : alongPath(
          weightedSum([
            [1, labels],
            [
              teaching.settings.distillationRate,
              distillation(model.layout, relaid(visibleLayout(data), teaching.scaled, model.layout), {
                temperature: teaching.settings.temperature,
                masked: true,
              }),
            ],
          ]),
        )
  const rule = adaptiveStep(tolerance)
  let time = 0
  const until = end.time ?? Number.POSITIVE_INFINITY
  const run = descend(model, objective, {
    // The last step ends exactly at the time.
    rule: { ...rule, next: (loss, relative) => Math.min(rule.next(loss, relative), until - time) },
    targetLoss: end.targetLoss ?? Number.NEGATIVE_INFINITY,
    maxSteps: 200_000,
    isEnough: () => time >= until * (1 - 1e-12),
    record: (_step, _loss, moment) => {
      time = moment.time
    },
  })
  const { own } = model.correlation()
  const outputs = fromLayout(model.layout, run.outputs)
  return {
    time: run.stepSizes.reduce((sum, size) => sum + size, 0),
    strength: ownStrength(own, settings.neurons),
    outputs,
    loss: labelLoss(data.label, settings.classes, outputs),
    steps: run.steps,
    promoted: model.certificate().promoted,
  }
}

/** Runs the multirate model up to a time. */
export const atOwnSteps = (
  settings: Settings,
  names: RunNames,
  tolerance: number,
  time: number,
  teaching?: Teaching,
): Standing => {
  const { data, rows, start } = setup(settings, names)
  const model = multirateModel(data, settings, tolerance, start, rows)
  const labels = [1, crossEntropyTerm(data.label, settings.classes, model.layout)] as const
  model.begin(
    weightedTerms(
      model.layout,
      teaching === undefined
        ? [labels]
        : [
            labels,
            [
              teaching.settings.distillationRate,
              distillationTerm(model.layout, relaid(visibleLayout(data), teaching.scaled, model.layout), {
                temperature: teaching.settings.temperature,
                masked: true,
              }),
            ],
          ],
    ),
  )
  let steps = 0
  while (model.time < time) {
    if (!model.round(time)) throw new Error(`nothing moves at ${model.time}`)
    steps++
  }
  const outputs = fromLayout(model.layout, model.outputs())
  const { own } = model.correlation()
  return {
    time: model.time,
    strength: ownStrength(own, settings.neurons),
    outputs,
    loss: labelLoss(data.label, settings.classes, outputs),
    steps,
    promoted: model.certificate().promoted,
  }
}

const labelLoss = (label: Int32Array, classes: number, outputs: Float64Array): number => {
  const layout = denseLayout(label.length, classes)
  return crossEntropy(label, classes, layout).evaluate(
    toLayout(layout, outputs),
    new Float64Array(outputs.length),
  )
}
