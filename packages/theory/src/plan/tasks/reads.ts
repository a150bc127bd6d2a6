/** Settings that kinds of tasks read, or of which they refuse some values, by what a task does. */

import type { SettingName } from '@multiview/network'
import { namesOf } from '@multiview/network/mixture'

export const without = (names: readonly SettingName[], ...left: SettingName[]): SettingName[] =>
  names.filter(name => !left.includes(name))

/**
 * Draws a training set and a start in the limit, and trains a network. In the limit a patch without
 * a feature has feature noise or nothing, so that P is read only beside feature noise (`areRead`).
 */
export const ofTraining = /* @__PURE__ */ without(
  [...namesOf('data'), ...namesOf('network'), ...namesOf('training')],
  'patches',
)

/** Draws fresh samples of each class and view, and computes the outputs of a trained network. */
export const ofTesting = /* @__PURE__ */ without(
  [...namesOf('data'), ...namesOf('network')],
  'patches',
  'samples',
  'singleViewFraction',
  'trainingDraw',
)
