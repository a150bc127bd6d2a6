/** Which settings a claim uses: a setting that no claim uses is refused, not ignored. */

import type { SettingName, Settings } from '@multiview/network'
import { type Claim, type ClaimSettings, variants } from './claim.ts'

/** Whether a claim with these settings uses one of them. */
export const usesSetting = (claim: Claim, settings: ClaimSettings, name: SettingName): boolean =>
  Object.hasOwn(settings, name) &&
  claim.unused?.includes(name) !== true &&
  !variants.some(variant => variant === name && claim.uses?.includes(variant) !== true) &&
  !unusedByRule(settings).includes(name)

/**
 * The settings that a step rule does not use: `constant` has a step size, the other rules have a
 * tolerance.
 */
export const unusedByRule = ({ stepRule }: Pick<Settings, 'stepRule'>): SettingName[] =>
  stepRule === 'constant' ? ['stepTolerance'] : ['stepSize']
