/** Which settings a claim uses: a setting that no claim uses is refused, not ignored. */

import { findStepRule, type SettingName, type Settings } from '@multiview/network'
import { fullBatchDescent } from '@multiview/network/mixture'
import type { Claim, ClaimSettings } from './claim.ts'

/**
 * Whether a claim with these settings uses one of them. A claim uses a variant of the paper's
 * descent only if it names it.
 */
export const usesSetting = (claim: Claim, settings: ClaimSettings, name: SettingName): boolean =>
  Object.hasOwn(settings, name) &&
  claim.unused?.includes(name) !== true &&
  (!Object.hasOwn(fullBatchDescent, name) || claim.uses?.some(used => used === name) === true) &&
  !unusedByRule(settings).includes(name)

/** The settings that the step rule of these settings does not use. */
export const unusedByRule = ({ stepRule }: Pick<Settings, 'stepRule'>): readonly SettingName[] =>
  findStepRule(stepRule)?.unusedSettings ?? []
