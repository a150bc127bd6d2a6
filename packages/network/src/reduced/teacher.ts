/** The result of a run of the reduced model that may teach others. */

import type { Race } from '../descent/race.ts'
import { countErrors } from '../objective/errors.ts'
import { type OutputLayout, relaid, slotOf, visibleLayout } from '../objective/output-layout.ts'
import type { Settings } from '../settings/settings.ts'
import { ownStrength, type ReducedRun, type ReducedSetup, startStrength, type TraineeState } from './run.ts'
import type { Trainee } from './trainee.ts'

/**
 * A run that may teach: with its outputs on the training set.
 *
 * Usage: `const { outputs }: ReducedTeacher = trainReducedModel(settings, names)`
 */
export interface ReducedTeacher extends ReducedRun {
  /**
   * F on the training samples, in the slots of the classes that each sample shows
   * (`visibleLayout`). Outputs of other classes are left out. They are 0 unless a neuron was
   * promoted.
   */
  readonly outputs: Float64Array
  /**
   * The largest output of a class that the sample does not show: a student does not learn from it.
   */
  readonly largestUnshown: number
  /** Λ of every view along the run; null if no race was recorded. */
  readonly race: Race | null
}

/** The result of a run that has ended, with any step rule. */
export const teacherOf = (
  settings: Settings,
  { data, start }: Pick<ReducedSetup, 'data' | 'start'>,
  model: Pick<Trainee<TraineeState>, 'layout' | 'correlation' | 'certificate'>,
  {
    steps,
    time,
    loss,
    outputs: last,
    race,
  }: Pick<ReducedTeacher, 'steps' | 'time' | 'loss' | 'outputs' | 'race'>,
): ReducedTeacher => {
  // This comes before the certificate, which may promote a neuron and so change the layout.
  const trainingErrors = countErrors(last, data.label, model.layout)
  const shown = visibleLayout(data)
  const outputs = relaid(model.layout, last, shown)
  const largestUnshown = largestBeside(model.layout, last, shown)
  const correlation = model.correlation()
  const certificate = model.certificate()
  return {
    ...correlation,
    steps,
    time,
    loss,
    trainingErrors,
    initialStrength: startStrength(start, settings),
    strength: ownStrength(correlation.own, settings.neurons),
    certificate,
    largestIdle: certificate.largestIdle,
    outputs,
    largestUnshown,
    race,
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
