/** Refuses a step rule without a step that all weights share. */

import { SettingError } from './setting-error.ts'
import type { TrainingSettings } from './settings.ts'

/** @throws SettingError for `multirate`, which the reduced model alone can follow. */
export const checkCommonStep = ({ stepRule }: Pick<TrainingSettings, 'stepRule'>): void => {
  if (stepRule === 'multirate')
    throw new SettingError(
      'stepRule',
      stepRule,
      'adaptive or constant in the limit and dense models; only the reduced model, that of distillation, has multirate',
    )
}
