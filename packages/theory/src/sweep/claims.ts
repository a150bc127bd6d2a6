/** A sweep of claims: each is measured and judged in every cell of a grid. */

import { SettingError, type Settings, settingNames } from '@multiview/network'
import type { Claim } from '../claims/claim.ts'
import type { Scheduler } from '../plan/scheduler.ts'
import type { Preset } from '../presets.ts'
import type { ReportClaim } from '../schema/types.ts'
import { checkRequest, type ValidRequest, verify } from '../verify.ts'
import { type Axis, type CellSettings, cellsOf, cellText } from './grid.ts'
import type { Judged, Sweep } from './sweep.ts'

export interface ClaimSweepRequest {
  readonly preset: Preset
  readonly claims: readonly Claim[]
  /** Settings, parameters of the claims, and the seed, with their values. */
  readonly over: readonly Axis[]
  /** The seed of the cells without one of their own. */
  readonly seed: number
  /** Settings of all cells. */
  readonly chosen: Partial<Settings>
  /** Parameters of all cells. */
  readonly parameters: Readonly<Record<string, number>>
  readonly version: string
}

/** A request of which every cell was checked. */
export interface ValidClaimSweep extends ClaimSweepRequest {
  readonly cells: readonly { readonly cell: CellSettings; readonly request: ValidRequest }[]
}

const isSetting = (name: string): boolean => (settingNames as readonly string[]).includes(name)

/** @throws SettingError that names the cell, for the first one that the claims do not allow */
export const checkClaimSweep = (request: ClaimSweepRequest): ValidClaimSweep => {
  const { preset, claims, version } = request
  const cells = cellsOf(request.over).map(cell => {
    const { seed = request.seed, ...values } = cell
    const named = Object.entries(values)
    try {
      return {
        cell,
        request: checkRequest({
          preset,
          claims,
          seed: seed as number,
          chosen: { ...request.chosen, ...Object.fromEntries(named.filter(([name]) => isSetting(name))) },
          parameters: {
            ...request.parameters,
            ...(Object.fromEntries(named.filter(([name]) => !isSetting(name))) as Record<string, number>),
          },
          version,
        }),
      }
    } catch (error) {
      if (error instanceof SettingError) error.message = `In the cell ${cellText(cell)}: ${error.message}`
      throw error
    }
  })
  return { ...request, cells }
}

/**
 * Measures all cells side by side, so that the pool is never idle.
 *
 * @param unfinished holds the ids of the claims that have not ended in some cell
 */
export const sweepClaims = async (
  { preset, claims, over, seed, chosen, parameters, version, cells }: ValidClaimSweep,
  scheduler: Scheduler,
  unfinished = new Set<string>(),
): Promise<Sweep> => ({
  schema: 'multiview.sweep/1',
  preset: preset.name,
  regime: null,
  settings: { ...chosen, ...parameters },
  over,
  seed,
  models: null,
  version,
  measurements: claims.map(({ id, title, explanation, bound }) => ({
    name: id,
    title: explanation?.quantity ?? title,
    bound,
  })),
  cells: await Promise.all(
    cells.map(async ({ cell, request }) => {
      const found = await verify(request, scheduler, unfinished)
      const measured = Object.fromEntries(found.claims.map(each => [each.id, judgedIn(each)]))
      return { settings: cell, models: null, networks: null, measured }
    }),
  ),
})

const judgedIn = ({ measured, verdict, control }: ReportClaim): Judged => {
  const { method: _, ...estimate } = measured
  return { ...estimate, verdict, control: control.verdict }
}
