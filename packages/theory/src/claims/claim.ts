/** The one shape of a claim: what it says, at what size it runs, and how results become a measurement. Verdicts are made elsewhere, by one rule. */

import type {
  DenseSettings,
  DistillationSettings,
  RegimeName,
  SettingName,
  Settings,
} from '@multiview/network'
import type { Laboratory } from '../plan/laboratory.ts'
import type { PresetName } from '../presets.ts'
import type { Bound, Condition, Control, Measured, ReportClaim, Series } from './types.ts'

/** The settings of a claim; those of R^d and of distillation are there where its regime has them. */
export type ClaimSettings = Settings & Partial<DenseSettings> & Partial<DistillationSettings>

/** How a claim runs in one preset: fixed before any run, and shown in the report. */
export interface Size<Draws> {
  readonly regime: RegimeName
  /** Settings in which the claim departs from its regime. */
  readonly settings?: Partial<ClaimSettings>
  /** How many independent draws the claim takes, and the confidence of each interval. */
  readonly draws: Draws
}

/** What a claim works with. Settings, seed and draws are fixed before the run. */
export interface Context<Draws = unknown> {
  readonly laboratory: Laboratory
  readonly settings: ClaimSettings
  readonly seed: number
  readonly draws: Draws
}

export interface Outcome {
  /** The settings and draws that were used. */
  readonly setting: Readonly<Record<string, number | string | readonly number[]>>
  readonly measured: Measured
  /** What the theory expects at this finite size. */
  readonly predicted: number | null
  readonly conditions: Condition[]
  readonly series: Series[]
  /** The measurement without the mechanism, judged by the same bound and by its own conditions of the same kind. */
  readonly control: Omit<Control, 'verdict'> & { readonly conditions: Condition[] }
}

export interface Claim<Draws = unknown> {
  readonly id: string
  readonly title: string
  readonly statement: string
  readonly source: string
  /** Settings of its regime that the claim does not use: `--set` refuses them when no other claim does. */
  readonly unused?: readonly SettingName[]
  readonly bound: Bound
  readonly boundSource: ReportClaim['boundSource']
  /** The presets that run it when no claim is named. */
  readonly presets: readonly PresetName[]
  /** Its size in every preset, those that run it only when it is named included. */
  readonly sizes: Readonly<Record<PresetName, Size<Draws>>>
  /** @throws SettingError for settings in which the claim says nothing; asked before anything runs. */
  check?(settings: ClaimSettings): void
  measure(context: Context<Draws>): Promise<Outcome>
}

/** A condition that a number equals what is required. */
export const equals = (name: string, measured: number, required: number): Condition => ({
  name,
  measured,
  required,
  met: measured === required,
})

/** A condition that a number is no larger than allowed; one that could not be measured is not met. */
export const atMost = (name: string, measured: number, most: number): Condition => ({
  name,
  measured: Number.isFinite(measured) ? measured : null,
  required: `at most ${most}`,
  met: measured <= most,
})

/** A condition that a number is no smaller than required; one that could not be measured is not met. */
export const atLeast = (name: string, measured: number, least: number): Condition => ({
  name,
  measured: Number.isFinite(measured) ? measured : null,
  required: `at least ${least}`,
  met: measured >= least,
})

/** A series without limits or predictions unless given. */
export const series = (
  name: string,
  x: readonly number[],
  value: readonly (number | null)[],
  more: { low?: (number | null)[]; high?: (number | null)[]; predicted?: (number | null)[] } = {},
): Series => ({
  name,
  x: [...x],
  value: [...value],
  low: more.low ?? null,
  high: more.high ?? null,
  predicted: more.predicted ?? null,
})
