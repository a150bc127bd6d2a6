/** A network at some time of its flow, whichever model computes it. */

import {
  crossEntropy,
  type DistillationSettings,
  type RunNames,
  type Settings,
  visibleLayout,
} from '@multiview/network'
import { denseLayout } from '../../../packages/network/src/objective/output-layout.ts'
import { fieldOfLabels, fieldOfTeacher } from '../../../packages/network/src/objective/sample-field.ts'
import { ownStrength, setupOf } from '../../../packages/network/src/reduced/run.ts'
import { fromLayout } from '../objective/layouts.ts'

export interface Standing {
  /** Λ, [V·k]. */
  readonly strength: Float64Array
  /** F, [N, k]. */
  readonly outputs: Float64Array
  /** The cross-entropy. */
  readonly loss: number
  /** Common steps, or rounds. */
  readonly steps: number
  /** Neurons of other classes whose ⟨w, v⟩ is above a hundredth of ϱ. */
  readonly grown: number
}

/**
 * Trains up to a time.
 *
 * @param teaching the scaled teacher in the visible layout, for a student from scratch.
 */
export const standingAt = (
  settings: Settings,
  names: RunNames,
  time: number,
  teaching?: { readonly scaled: Float64Array; readonly settings: DistillationSettings },
): Standing => {
  const { data, trainee } = setupOf(settings, names)
  const { label } = data
  const flow = trainee.begin(
    teaching === undefined
      ? fieldOfLabels(label)
      : fieldOfTeacher(label, visibleLayout(data), teaching.scaled, teaching.settings),
  )
  let steps = 0
  for (; flow.time < time; steps++) flow.advance(time)
  const { own, promoted } = trainee.correlation()
  const outputs = fromLayout(trainee.layout, flow.outputs)
  const layout = denseLayout(data.size, settings.classes)
  return {
    strength: ownStrength(own, settings.neurons),
    outputs,
    loss: crossEntropy(label, settings.classes, layout).evaluate(outputs, new Float64Array(outputs.length)),
    steps,
    grown: promoted.filter((a, at) => at % 4 === 3 && a > settings.threshold / 100).length,
  }
}
