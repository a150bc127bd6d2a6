/** Which settings the reduced model lacks. */

import { refuseVariants } from './full-batch.ts'
import { SettingError } from './setting-error.ts'
import type { Settings } from './settings.ts'

/**
 * The reduced model has no feature noise, which couples all features of a patch. It has no end of
 * training by margin, and full-batch descent alone.
 *
 * @param where the end of the message, such as "in the reduced model, which this claim trains".
 * @throws SettingError, which says what is allowed.
 * @example
 * checkReducedSettings(regimes.theorems) // allowed
 */
export const checkReducedSettings = (settings: Settings, where = 'in the reduced model'): void => {
  for (const name of ['featureNoise', 'targetMargin'] as const)
    if (settings[name] !== 0) throw new SettingError(name, settings[name], `0 ${where}`)
  refuseVariants(settings, `0 ${where}`)
}
