import type { ClaimText } from '../claim.ts'
import { departuresOfDistillation, departuresOfRegime } from '../shared/departures.ts'
import { freshSamples } from '../shared/fresh-samples.ts'

export const text: ClaimText = {
  title: 'One student inherits what an ensemble knows',
  statement:
    'A single network trained from scratch on the outputs of the ensemble beside the labels ' +
    'classifies the training set perfectly and errs at most 0.001μ on fresh data for at least 90% ' +
    'of the time up to T: at all moments tested, in geometric progression from its training time t₁ to ' +
    'T = 100 t₁. The teacher’s soft labels show it the views that its own lottery would have lost.',
  source: 'Allen-Zhu and Li, ICLR 2023, Theorem 3',
  explanation: {
    quantity: 'test error of a student, in μ',
    why:
      'Take a sample of class “cat” that also shows a headlight. Its label says nothing of cars, ' +
      'but the members that know cars by their headlights do, and the soft label passes that on. ' +
      'A student that knows cars by their wheels lacks this output, and training changes it ' +
      'until it has learned headlights, too. No sample of a car is needed for that.',
  },
  departures: setting => [...departuresOfRegime(setting), ...departuresOfDistillation(setting)],
  control: {
    id: 'hard-labels',
    statement:
      'Students from the same initializations on the same data with the labels alone: each ' +
      'learns the views that its own lottery gives it.',
  },
  settingLabels: {
    ...freshSamples,
    duration: ['T in training times of the student', 'T/t₁'],
    moments: ['moments from t₁ to T at which a student is tested', ''],
    shareOfTime: ['share of the time up to T that lies after t₁', '1 − t₁/T'],
  },
}
