/** Which settings a claim uses: a setting that no claim uses is refused, not ignored. */

import { findStepRule, type SettingName, type Settings } from '@multiview/network'
import { fullBatchDescent } from '@multiview/network/mixture'
import { areRead } from '../plan/tasks/index.ts'
import type { Claim, ClaimSettings } from './claim.ts'

type Uses = Pick<Claim, 'tasks' | 'controlTasks' | 'unused' | 'uses'>

/**
 * Whether a claim with these settings uses one of them. A claim uses a variant of the paper's
 * descent only if it names it.
 */
export const usesSetting = (claim: Uses, settings: ClaimSettings, name: SettingName): boolean =>
  Object.hasOwn(settings, name) &&
  !unusedByRule(settings).includes(name) &&
  (claim.uses?.includes(name) === true ||
    (claim.unused?.includes(name) !== true &&
      !Object.hasOwn(fullBatchDescent, name) &&
      (claim.tasks === undefined ||
        areRead([...claim.tasks, ...(claim.controlTasks ?? [])], settings, name))))

/** Whether only the control of a claim uses a setting. */
export const usesInControl = (claim: Uses, settings: ClaimSettings, name: SettingName): boolean =>
  usesSetting(claim, settings, name) && !usesSetting({ ...claim, controlTasks: [] }, settings, name)

/** The settings that the step rule of these settings does not use. */
export const unusedByRule = ({ stepRule }: Pick<Settings, 'stepRule'>): readonly SettingName[] =>
  findStepRule(stepRule)?.unusedSettings ?? []
