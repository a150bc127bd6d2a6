/** From claims to a report: measures them side by side, and judges each by the one rule. */

import {
  regimes,
  SettingError,
  type SettingName,
  validateSettings,
  withEnoughPatches,
} from '@multiview/network'
import type { Claim, ClaimSettings, Outcome } from './claims/claim.ts'
import type { ReportClaim } from './claims/types.ts'
import { usesSetting } from './claims/uses.ts'
import { judge, judgeControl } from './claims/verdict.ts'
import { checkModelSize } from './model-size.ts'
import type { Laboratory } from './plan/laboratory.ts'
import type { Preset } from './presets.ts'
import type { Environment, Report } from './report/schema.ts'

export interface VerifyRequest {
  readonly preset: Preset
  readonly claims: readonly Claim[]
  readonly seed: number
  /** Settings that win over those of the claims. */
  readonly chosen: Partial<ClaimSettings>
  readonly version: string
}

/** The report without the part that differs between machines. */
export type Findings = Omit<Report, 'environment'>

/** The settings of a claim: its regime, what it needs otherwise, and what the user set, which wins where the claim has such a setting. */
export const settingsOf = (claim: Claim, preset: Preset, chosen: Partial<ClaimSettings>): ClaimSettings => {
  const { regime, settings } = claim.sizes[preset.name]
  const own: ClaimSettings = { ...regimes[regime], ...settings }
  const set = Object.fromEntries(Object.entries(chosen).filter(([name]) => Object.hasOwn(own, name)))
  return withEnoughPatches({ ...own, ...set }, chosen)
}

/** @throws SettingError when settings do not fit each other, before anything runs. */
export const checkRequest = ({ preset, claims, chosen }: VerifyRequest): void => {
  for (const name of Object.keys(chosen))
    if (!claims.some(claim => usesSetting(claim, settingsOf(claim, preset, chosen), name as SettingName)))
      throw SettingError.without(name, 'none of the selected claims uses this setting; remove it')
  for (const claim of claims) {
    const settings = settingsOf(claim, preset, chosen)
    validateSettings(settings)
    checkModelSize(settings)
    claim.check?.(settings)
  }
}

/** Runs the claims in a laboratory. All ask for their models at once, so that the pool is never idle. */
export const verify = async (request: VerifyRequest, laboratory: Laboratory): Promise<Findings> => {
  checkRequest(request)
  const { preset, claims, seed, chosen, version } = request
  const reported = await Promise.all(claims.map(claim => measure(claim, request, laboratory)))
  return {
    schema: 'multiview.report/1',
    preset: preset.name,
    seed,
    version,
    settings: plain(withEnoughPatches({ ...regimes[preset.regime], ...chosen }, chosen)),
    claims: reported,
  }
}

const measure = async (
  claim: Claim,
  { preset, seed, chosen }: VerifyRequest,
  laboratory: Laboratory,
): Promise<ReportClaim> => {
  const settings = settingsOf(claim, preset, chosen)
  const { draws } = claim.sizes[preset.name]
  const outcome = await claim.measure({ laboratory, settings, seed, draws })
  const { conditions, ...control } = outcome.control
  return {
    id: claim.id,
    title: claim.title,
    statement: claim.statement,
    source: claim.source,
    setting: plain(outcome.setting),
    measured: outcome.measured,
    predicted: outcome.predicted,
    bound: claim.bound,
    boundSource: claim.boundSource,
    conditions: outcome.conditions,
    series: outcome.series,
    verdict: judge(outcome.measured, claim.bound, outcome.conditions),
    control: { ...control, verdict: judgeControl(outcome.control.measured, claim.bound, conditions) },
  }
}

const plain = (settings: Outcome['setting']): Report['settings'] =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
  )

export const reportOf = (findings: Findings, environment: Environment): Report => ({
  ...findings,
  environment,
})
