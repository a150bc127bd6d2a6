/** A sweep: the same measurements in every cell of a grid of settings. */

import {
  checkModel,
  type RegimeName,
  SettingError,
  type SettingName,
  validSettings,
} from '@multiview/network'
import { needsDistillation } from '../claims/shared/distilled.ts'
import { unusedByRule } from '../claims/uses.ts'
import { isPermanent } from '../plan/impossible.ts'
import type { Scheduler } from '../plan/scheduler.ts'
import { isDeadly } from '../plan/task-identity.ts'
import { areRead } from '../plan/tasks/index.ts'
import type { Bound, ControlVerdict, Verdict } from '../schema/types.ts'
import {
  type Axis,
  type Base,
  type CellSettings,
  cellsOf,
  cellText,
  differencesIn,
  type SettingValue,
  settingsIn,
} from './grid.ts'
import type { MeasuredExactly } from './measurement.ts'
import { measurementsOf } from './measurements.ts'

export interface SweepRequest extends Base {
  readonly regime: RegimeName
  readonly over: readonly Axis[]
  /** The seed of the cells without one of their own. */
  readonly seed: number
  /**
   * Data sets per cell, each with an ensemble of its own: of all cells, or for each value of the
   * first axis.
   */
  readonly models: number | readonly number[]
  readonly version: string
}

declare class Checked {
  private readonly checked: true
}

/** A request whose cells `checkSweep` has found to be valid. */
export type ValidSweep = SweepRequest & Checked

/**
 * The result of one measurement in a cell, or the reason why there is none, such as a loss that
 * diverges.
 */
export type Finding = MeasuredExactly | Judged | { readonly failure: string }

/** What a claim measured in a cell, with the verdicts there. */
export interface Judged extends MeasuredExactly {
  readonly verdict: Verdict
  readonly control: ControlVerdict
}

export interface SweepCell {
  /** The values of the axes in this cell, and of the settings that follow them. */
  readonly settings: CellSettings
  /** Its data sets, each with an ensemble of its own; null in a sweep of claims. */
  readonly models: number | null
  /** Networks that its ensembles have in all; null in a sweep of claims. */
  readonly networks: number | null
  readonly measured: Readonly<Record<string, Finding>>
}

/** What `sweep.json` holds. */
export interface Sweep extends Omit<SweepRequest, 'regime' | 'models' | 'settings'> {
  readonly schema: 'multiview.sweep/1'
  /** null in a sweep of claims, each of which has its own. */
  readonly regime: RegimeName | null
  readonly models: SweepRequest['models'] | null
  /** Those of all cells; in a sweep of claims those that the user set, and parameters. */
  readonly settings: Readonly<Record<string, SettingValue>>
  /** In a sweep of claims, the preset that gives their sizes. */
  readonly preset?: string
  readonly measurements: readonly {
    readonly name: string
    readonly title: string
    readonly bound: Bound | null
  }[]
  readonly cells: readonly SweepCell[]
}

/** Data sets of a cell. */
const dataSetsOf = ({ over: [first], models }: SweepRequest, cell: CellSettings): number =>
  typeof models === 'number' ? models : models[first.values.indexOf(cell[first.name])]

/**
 * @throws SettingError that names the cell, for the first one whose settings do not fit each other,
 *   before anything runs.
 */
export const checkSweep = (request: SweepRequest): ValidSweep => {
  for (const cell of cellsOf(request.over))
    try {
      const settings = validSettings(settingsIn(request, cell))
      checkModel(settings)
      if (settings.temperature !== undefined) needsDistillation(settings)
    } catch (error) {
      if (!(error instanceof SettingError)) throw error
      error.message = `In the cell ${cellText(cell)}: ${error.message}`
      throw error
    }
  return request as ValidSweep
}

/** The number of models of all cells; a shared model counts in each of its cells. */
export const countModels = (request: SweepRequest): number =>
  cellsOf(request.over).reduce(
    (sum, cell) => sum + dataSetsOf(request, cell) * settingsIn(request, cell).members,
    0,
  )

/** Whether a sweep in which some cell has these settings uses one of them. */
export const usesInSweep = (settings: SweepRequest['settings'], name: SettingName): boolean =>
  name === 'members' ||
  (!unusedByRule(settings).includes(name) &&
    measurementsOf(settings).some(({ tasks }) => areRead(tasks, settings, name)))

/** Measures all cells side by side, so that the pool is never idle. */
export const sweep = async (request: ValidSweep, scheduler: Scheduler): Promise<Sweep> => {
  // The windows of the theorems are about two views.
  const hasTwoViews = cellsOf(request.over).every(cell => settingsIn(request, cell).views === 2)
  return {
    schema: 'multiview.sweep/1',
    ...request,
    settings: { ...request.settings },
    measurements: measurementsOf(request.settings).map(({ name, title, bound }) => ({
      name,
      title,
      bound: hasTwoViews ? bound : null,
    })),
    cells: await Promise.all(cellsOf(request.over).map(cell => measureCell(cell, request, scheduler))),
  }
}

const measureCell = async (
  cell: CellSettings,
  request: SweepRequest,
  scheduler: Scheduler,
): Promise<SweepCell> => {
  const seed = typeof cell.seed === 'number' ? cell.seed : request.seed
  const models = dataSetsOf(request, cell)
  const settings = settingsIn(request, cell)
  const findings = await Promise.all(
    measurementsOf(settings).map(async ({ name, measure }): Promise<[string, Finding]> => {
      try {
        return [name, await measure({ scheduler, settings, seed, models })]
      } catch (error) {
        // The settings of this cell are impossible, or kill workers; the other cells can run.
        if (!isPermanent(error) && !isDeadly(error)) throw error
        return [name, { failure: error.message }]
      }
    }),
  )
  return {
    settings: differencesIn(request, cell),
    models,
    networks: models * settings.members,
    measured: Object.fromEntries(findings),
  }
}
