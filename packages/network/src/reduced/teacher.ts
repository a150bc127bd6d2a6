/** What remains of a run of a reduced model that may teach others. */

import { type OutputLayout, relaid, slotOf, visibleLayout } from '../objective/output-layout.ts'
import type { Settings } from '../settings/settings.ts'
import type { ReducedModel } from './model.ts'
import { layoutErrors, ownStrength, type ReducedRun, type ReducedSetup, startStrength } from './run.ts'

/** A run that may teach: with its outputs on the training set. */
export interface ReducedTeacher extends ReducedRun {
  /**
   * F on the training samples, in the slots of the classes that each shows (`visibleLayout`). The others' are left out: 0 but for
   * promoted neurons.
   */
  readonly outputs: Float64Array
  /** The largest output of a class that the sample does not show: no student hears of it. */
  readonly largestUnshown: number
}

/** What remains of a run that is over. */
export const teacherOf = (
  settings: Settings,
  { data, start }: Pick<ReducedSetup, 'data' | 'start'>,
  model: Pick<ReducedModel, 'layout' | 'correlation' | 'certificate'>,
  run: Pick<ReducedRun, 'steps' | 'time' | 'loss'> & { readonly outputs: Float64Array },
): ReducedTeacher => {
  // Before the certificate, which may promote a neuron and with it change the layout.
  const trainingErrors = layoutErrors(model.layout, run.outputs, data.label)
  const shown = visibleLayout(data)
  const outputs = relaid(model.layout, run.outputs, shown)
  const largestUnshown = largestBeside(model.layout, run.outputs, shown)
  const correlation = model.correlation()
  const certificate = model.certificate()
  return {
    ...correlation,
    steps: run.steps,
    time: run.time,
    loss: run.loss,
    trainingErrors,
    initialStrength: startStrength(start, settings.classes),
    strength: ownStrength(correlation.own, settings.neurons),
    certificate,
    largestIdle: certificate.largestIdle,
    outputs,
    largestUnshown,
  }
}

/** The largest output in a slot of `layout` that `shown` does not have. */
const largestBeside = (layout: OutputLayout, outputs: Float64Array, shown: OutputLayout): number => {
  let largest = 0
  for (let n = 0; n < layout.size; n++)
    for (let slot = layout.firstSlot[n]; slot < layout.firstSlot[n + 1]; slot++)
      if (outputs[slot] > largest && slotOf(shown, n, layout.slotClass[slot]) < 0) largest = outputs[slot]
  return largest
}
