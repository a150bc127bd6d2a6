/**
 * The interface of a claim: its statement, its sizes, and how results become a measurement.
 * Verdicts are made elsewhere, by one rule.
 */

import type {
  DenseSettings,
  DistillationSettings,
  RegimeName,
  SettingName,
  Settings,
} from '@multiview/network'
import type { Drawing } from '../drawing/figure.ts'
import { placeOf } from '../estimates/place.ts'
import type { Scheduler } from '../plan/scheduler.ts'
import type { Task } from '../plan/tasks/index.ts'
import type { PresetName } from '../presets.ts'
import type {
  Bound,
  Check,
  Condition,
  Control,
  Estimate,
  LeveledDraws,
  ReportClaim,
  Series,
} from '../schema/types.ts'
import type { ClaimParameters, ParameterValues } from './parameters.ts'
import type { Risk } from './power.ts'
import { requiredWords } from './requirement.ts'
import type { Setting } from './shared/departures.ts'

/**
 * The settings of a claim; those of R^d and of distillation are there if its regime has them.
 */
export type ClaimSettings = Settings & Partial<DenseSettings> & Partial<DistillationSettings>

/** How a claim runs in one preset: fixed before any run, and shown in the report. */
export interface Size<Draws> {
  readonly regime: RegimeName
  /** Settings in which the claim departs from its regime. */
  readonly settings?: Partial<ClaimSettings>
  /** How many independent draws the claim takes. */
  readonly draws: Draws
}

/** What a claim works with. Settings, seed, draws and parameters are fixed before the run. */
export interface Context<Draws = unknown, P = ClaimParameters> {
  readonly scheduler: Scheduler
  readonly settings: ClaimSettings
  /** The settings that the claim would have at another k, those that the user set included. */
  settingsAt(classes: number): ClaimSettings
  readonly seed: number
  readonly draws: Draws
  /** The claim's parameters by name; empty if it has none. */
  readonly parameters: ParameterValues<P>
  /**
   * Confidence of the interval of what the claim measures, and of each condition and of the control
   * again; one minus its share of the risk of its preset.
   */
  readonly level: number
}

export interface Outcome {
  /** The settings and draws that were used. */
  readonly setting: Readonly<Record<string, number | string | readonly number[]>>
  readonly measured: Estimate
  /** What the theory expects at this finite size. */
  readonly predicted: number | null
  readonly conditions: Condition[]
  /** Shown in the report; they decide nothing. */
  readonly checks?: Check[]
  readonly series: Series[]
  /**
   * The same measurement without the mechanism. The same bound judges it at the same level. Its
   * interval is of the same kind, and so are its own conditions.
   */
  readonly control: { readonly measured: Estimate; readonly conditions: Condition[] }
}

/** Settings in words, each with its symbol; the symbol is empty if there is none. */
export type SettingLabels = Readonly<Record<string, readonly [words: string, symbol: string]>>

/** What the report says of a claim in words. */
export interface ClaimText {
  readonly title: string
  readonly statement: string
  readonly source: string
  /** Paragraphs at the head of a report that has no claim of ours. */
  readonly introduction?: readonly string[]
  /**
   * What the measured number is, and why the claim should be true, both in plain words.
   */
  readonly explanation?: { readonly quantity: string; readonly why: string }
  /**
   * How the setting of a report departs from the paper's: for each departure the reason, and what
   * happens without it.
   */
  readonly departures?: (setting: Setting) => readonly string[]
  /** What the control is: the same measurement without the mechanism. */
  readonly control: Pick<Control, 'id' | 'statement'>
  /**
   * Labels of the numbers that the claim states beside its settings, such as how many models it
   * drew.
   */
  readonly settingLabels?: SettingLabels
}

export interface Claim<Draws = unknown> extends ClaimText {
  readonly id: string
  /**
   * The figures made for this claim, or a function that imports them when a report is drawn. A
   * series that none of them shows gets a plain figure.
   */
  readonly figures?: readonly Drawing[] | (() => Promise<{ readonly figures: readonly Drawing[] }>)
  /**
   * The kinds of the tasks that it runs. It uses the settings that they read, and `--set` refuses
   * others unless another claim of the run uses them. The default is any kind, and all settings.
   */
  readonly tasks?: readonly Task['kind'][]
  /** Kinds of tasks that only its control runs. */
  readonly controlTasks?: readonly Task['kind'][]
  /** Settings that its tasks read, but for which it has values of its own. */
  readonly unused?: readonly SettingName[]
  /**
   * Whether the claim is about any number of views of a class. Others are about two, and refuse
   * `--set views=3`.
   */
  readonly anyViews?: boolean
  /**
   * Settings that it uses besides: those that it reads itself, and which of mini-batches, momentum,
   * weight decay and label smoothing it allows.
   */
  readonly uses?: readonly SettingName[]
  /** Numbers that `--set` may give the claim beside settings. */
  readonly parameters?: ClaimParameters
  readonly bound: Bound
  readonly boundSource: ReportClaim['boundSource']
  /** The presets that run it when no claim is named. */
  readonly presets: readonly PresetName[]
  /** Its size in each preset. In a preset that is not listed, the claim takes the first size. */
  readonly sizes: Readonly<Partial<Record<PresetName, Size<Draws>>>>
  /**
   * Called before anything runs. @throws SettingError for settings to which the claim does not
   * apply
   */
  check?(settings: ClaimSettings): void
  /**
   * What can make a run of this size fail though the theory is right, besides the scatter of a mean
   * or a share.
   */
  risks?(settings: ClaimSettings, draws: Draws): Risk[]
  measure(context: Context<Draws>): Promise<Outcome>
}

/** How a claim runs in a preset, also in one that runs it only when it is named. */
export const sizeIn = <Draws>({ id, sizes }: Pick<Claim<Draws>, 'id' | 'sizes'>, preset: PresetName) => {
  const size = sizes[preset] ?? Object.values(sizes)[0]
  if (size === undefined) throw new RangeError(`the claim ${id} has no size`)
  return size
}

/** What a page shows of a claim besides the numbers of report.json. */
export type ClaimPage = Pick<
  Claim,
  'id' | 'introduction' | 'explanation' | 'departures' | 'settingLabels' | 'figures'
>

/** The condition as a check, which is shown and decides nothing. */
export const asCheck = ({ name, measured, required, met }: Condition): Check => ({
  name,
  measured,
  required,
  met,
})

const exact = { low: null, high: null, level: null }

/** A condition that a number equals what is required; the number is exact, not an estimate. */
export const equals = (name: string, measured: number, required: number): Condition =>
  exactly(name, measured, required, measured === required)

/** A condition that an exact number is not larger than allowed. */
export const atMost = (name: string, measured: number, most: number): Condition =>
  exactly(name, measured, requiredWords({ low: null, high: most }), measured <= most)

/** A condition that an exact number is not smaller than required. */
export const atLeast = (name: string, measured: number, least: number): Condition =>
  exactly(name, measured, requiredWords({ low: least, high: null }), measured >= least)

/** A condition that could not be measured is not decided. */
const exactly = (
  name: string,
  measured: number,
  required: Condition['required'],
  met: boolean,
): Condition => ({
  name,
  measured: finiteOrNull(measured),
  ...exact,
  required,
  met,
  decided: Number.isFinite(measured),
})

/**
 * A condition on an estimate: met if its interval lies inside what is required, not met if it lies
 * outside, not decided otherwise. A condition that is not decided leaves the claim inconclusive.
 */
export const liesWithin = (
  name: string,
  { value, low, high, method, level, n, draws }: Estimate,
  required: Bound,
): Condition => {
  const place = placeOf({ low, high }, required)
  return {
    name,
    measured: value,
    low,
    high,
    method: method ?? null,
    level,
    n,
    required: requiredWords(required),
    met: place === 'inside',
    decided: place !== 'undecided',
    ...(draws && { draws }),
  }
}

/** The number, or null if it could not be measured. */
export const finiteOrNull = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null

/**
 * A series without limits or predictions unless given. A value that is not finite becomes null, and
 * a point whose x is not finite is left out.
 *
 * @param role what the series is, for programs: words of a-z and 0-9 joined by "-", a different one
 *   for each series of a claim @param name what the series is, for people
 */
export const series = (
  role: string,
  name: string,
  x: readonly number[],
  value: readonly (number | null)[],
  more: {
    low?: readonly (number | null)[]
    high?: readonly (number | null)[]
    predicted?: readonly (number | null)[]
    draws?: readonly (LeveledDraws | null)[]
  } = {},
): Series => {
  const placed = x.flatMap((place, at) => (Number.isFinite(place) ? [at] : []))
  const list = (values: readonly (number | null)[]) => placed.map(at => finiteOrNull(values[at]))
  const optional = (values: readonly (number | null)[] | undefined) =>
    values === undefined ? null : list(values)
  return {
    role,
    name,
    x: placed.map(at => x[at]),
    value: list(value),
    low: optional(more.low),
    high: optional(more.high),
    predicted: optional(more.predicted),
    ...(more.draws && { draws: placed.map(at => more.draws?.[at] ?? null) }),
  }
}

type PointEstimate = Pick<Estimate, 'value' | 'low' | 'high' | 'draws'> & Partial<Pick<Estimate, 'level'>>

/** What the points of a series follow from; nothing if none of them has a record. */
export const drawsOfPoints = (
  estimates: readonly (Partial<Pick<Estimate, 'level' | 'draws'>> | null)[],
): { draws?: (LeveledDraws | null)[] } => {
  const draws = estimates.map(each =>
    each?.draws === undefined || each.level == null ? null : { level: each.level, draws: each.draws },
  )
  return draws.every(each => each === null) ? {} : { draws }
}

/** A series of estimates with their limits. */
export const seriesOfEstimates = (
  role: string,
  name: string,
  x: readonly number[],
  estimates: readonly PointEstimate[],
  predicted?: readonly (number | null)[],
): Series =>
  series(
    role,
    name,
    x,
    estimates.map(({ value }) => value),
    {
      low: estimates.map(({ low }) => low),
      high: estimates.map(({ high }) => high),
      ...(predicted && { predicted }),
      ...drawsOfPoints(estimates),
    },
  )

/** A series over independent draws, numbered from 0. */
export const seriesOfDraws = (
  role: string,
  name: string,
  value: readonly (number | null)[],
  more?: Parameters<typeof series>[4],
): Series =>
  series(
    role,
    name,
    value.map((_, draw) => draw),
    value,
    more,
  )

/** A series of one point: a number that the page states in words. */
export const seriesOfOne = (role: string, name: string, value: number): Series =>
  series(role, name, [0], [value])
