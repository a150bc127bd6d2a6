/** The one shape of a claim: what it says, and how results become a measurement. Verdicts are made elsewhere, by one rule. */

import type { Settings } from '@multiview/network'
import type { Laboratory } from '../plan/laboratory.ts'
import type { Draws } from './draws.ts'
import type { Bound, Condition, Control, Measured, ReportClaim, Series } from './types.ts'

/** What a claim works with. Settings, seed and draws are fixed before the run. */
export interface Context {
  readonly laboratory: Laboratory
  readonly settings: Settings
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

export interface Claim {
  readonly id: string
  readonly title: string
  readonly statement: string
  readonly source: string
  readonly bound: Bound
  readonly boundSource: ReportClaim['boundSource']
  /** @throws SettingError for settings in which the claim says nothing; asked before anything runs. */
  check?(settings: Settings): void
  measure(context: Context): Promise<Outcome>
}

/** A condition that a number equals what is required. */
export const equals = (name: string, measured: number, required: number): Condition => ({
  name,
  measured,
  required,
  met: measured === required,
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
