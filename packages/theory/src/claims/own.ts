/** Claims that users bring: what a module may leave out, and the checks that ours do not need. */

import { regimes, SettingError, type SettingName, settingNames } from '@multiview/network'
import * as v from 'valibot'
import type { Drawing } from '../drawing/figure.ts'
import { Suspended } from '../plan/suspended.ts'
import { TaskFailure } from '../plan/task-identity.ts'
import { inOneLine } from '../plan/thrown.ts'
import { type PresetName, presets } from '../presets.ts'
import * as schema from '../schema/report.ts'
import type { Bound, Condition, Estimate, ReportClaim } from '../schema/types.ts'
import type { Claim, ClaimSettings, ClaimText, Context, Outcome, Size } from './claim.ts'
import { areParameters, type ClaimParameters, parametersInWords } from './parameters.ts'
import { usesSetting } from './uses.ts'

/** The result of `measure` of a user's claim; a missing field counts as empty. */
export interface OwnOutcome extends Partial<Omit<Outcome, 'measured' | 'control'>> {
  readonly measured: Estimate
  readonly control: { readonly measured: Estimate; readonly conditions?: Condition[] }
}

/**
 * A claim as a user's module exports it.
 *
 * Usage: `export const claims: OwnClaim<{ dataSets: number }>[] = [{ id: 'my-claim', … }]`
 */
export interface OwnClaim<Draws = unknown, P extends ClaimParameters = ClaimParameters>
  extends Omit<ClaimText, 'introduction'>,
    Partial<
      Pick<Claim<Draws>, 'tasks' | 'controlTasks' | 'unused' | 'uses' | 'check' | 'boundSource' | 'presets'>
    > {
  /** Words of a-z and 0-9 joined by "-". */
  readonly id: string
  /** A paragraph or several, at the head of a report that has no claim of ours. */
  readonly introduction?: string | readonly string[]
  /** Numbers that `--set` may give it, each with its default. */
  readonly parameters?: P
  readonly bound: Bound
  /**
   * Its own figures, or a function that imports them when the report is drawn. A series that none
   * of them shows gets a plain figure; without figures the claim gets one of its draws, its bound
   * and its control.
   */
  readonly figures?: readonly Drawing[] | (() => Promise<readonly Drawing[]>)
  /** Its size in every preset that `sizes` does not list. */
  readonly size: Size<Draws>
  /** Its sizes in presets that need another one. */
  readonly sizes?: Partial<Readonly<Record<PresetName, Size<Draws>>>>
  measure(context: Context<Draws, P>): Promise<OwnOutcome>
}

/**
 * The claim that it is given. An editor then knows the types of its parameters and draws.
 *
 * Usage: `export const claims = [defineClaim({ id: 'my-claim', parameters: { networks: 40 }, … })]`
 */
export const defineClaim = <Draws, const P extends ClaimParameters = Record<never, never>>(
  claim: OwnClaim<Draws, P>,
): OwnClaim<Draws, P> => claim

/**
 * The claims of a module, complete and guarded: if their code throws, or returns what a report
 * cannot hold, the error is one line that names the claim.
 *
 * @param given the export `claims` of the module
 * @param taken ids of other claims
 * @throws RangeError for what is not a list of claims, or for an id that is taken
 */
export const ownClaims = (path: string, given: unknown, taken: readonly string[]): Claim[] => {
  if (!Array.isArray(given) || given.length === 0)
    throw new RangeError(
      `${path} has no claims; export a list of them: export const claims = [{ id: …, measure: … }].`,
    )
  const ids = [...taken]
  return given.map((each: unknown, at) => {
    checkClaim(path, each, at)
    if (ids.includes(each.id))
      throw new RangeError(
        `${path}: the id ${each.id} is that of another claim; give this claim another one.`,
      )
    ids.push(each.id)
    return complete(path, each)
  })
}

interface Rule {
  readonly place: string
  readonly isMet: (value: unknown) => boolean
  readonly allowed: string
}

const matches = (of: v.GenericSchema) => (value: unknown) => v.is(of, value)
const isFunction = (value: unknown): boolean => typeof value === 'function'
const isDrawing = (value: unknown): boolean =>
  v.is(v.looseObject({ roles: v.array(v.string()), draw: v.function() }), value)
const isDrawings = (value: unknown): value is Drawing[] => Array.isArray(value) && value.every(isDrawing)
const size = v.looseObject({ regime: v.picklist(Object.keys(regimes)), draws: v.any() })
const idInWords = 'words of a-z and 0-9 joined by "-"'
const someOrNone = (of: v.GenericSchema) => matches(v.optional(of))
const presetNames = Object.keys(presets) as PresetName[]

const rules: readonly Rule[] = [
  { place: 'id', isMet: matches(schema.id), allowed: idInWords },
  ...['title', 'statement', 'source'].map(place => ({
    place,
    isMet: matches(schema.text),
    allowed: 'a text',
  })),
  {
    place: 'control',
    isMet: matches(v.looseObject({ id: schema.id, statement: schema.text })),
    allowed: `{ id, statement }, the same measurement without the mechanism (id: ${idInWords})`,
  },
  {
    place: 'introduction',
    isMet: someOrNone(v.union([schema.text, v.array(schema.text)])),
    allowed: 'a text, or a list of texts',
  },
  {
    place: 'parameters',
    isMet: value => value === undefined || areParameters(value),
    allowed: parametersInWords,
  },
  {
    place: 'bound',
    isMet: value =>
      v.is(schema.bound, value) && (value.low === null || value.high === null || value.low <= value.high),
    allowed: '{ low, high }, low at most high, one of which may be null',
  },
  {
    place: 'boundSource',
    isMet: someOrNone(schema.boundSource),
    allowed: '"theorem" or "chosen"',
  },
  {
    place: 'size',
    isMet: matches(size),
    allowed: `{ regime, draws } and, if it departs from the regime, settings; regime is one of ${Object.keys(regimes).join(', ')}`,
  },
  {
    place: 'sizes',
    isMet: someOrNone(v.record(v.picklist(presetNames), size)),
    allowed: `a size in the form of \`size\` for some of the presets ${presetNames.join(', ')}`,
  },
  {
    place: 'presets',
    isMet: someOrNone(v.array(v.picklist(presetNames))),
    allowed: `a list of the presets ${presetNames.join(', ')}`,
  },
  {
    place: 'figures',
    isMet: value => value === undefined || isFunction(value) || isDrawings(value),
    allowed: 'a list of drawings { roles: [role, …], draw(claim) }, or a function that gives it',
  },
  ...(['tasks', 'controlTasks'] as const).map(place => ({
    place,
    isMet: someOrNone(v.array(v.string())),
    allowed: "a list of kinds of tasks, such as ['train', 'own:views']",
  })),
  ...(['uses', 'unused'] as const).map(place => ({
    place,
    isMet: someOrNone(v.array(v.picklist(settingNames))),
    allowed: "a list of settings by name, such as ['members']",
  })),
  { place: 'measure', isMet: isFunction, allowed: 'a function' },
  { place: 'check', isMet: value => value === undefined || isFunction(value), allowed: 'a function' },
]

function checkClaim(path: string, given: unknown, at: number): asserts given is OwnClaim {
  const claim: Readonly<Record<string, unknown>> = Object(given)
  const name = typeof claim.id === 'string' ? `the claim ${claim.id.slice(0, 60)}` : `claim ${at + 1}`
  for (const { place, isMet, allowed } of rules) {
    const value = claim[place]
    if (isMet(value)) continue
    throw new RangeError(
      value === undefined
        ? `${path}: ${name} has no ${place}; give it ${allowed}.`
        : `${path}: ${place} of ${name} is ${inShort(value)}; it must be ${allowed}.`,
    )
  }
}

const complete = (path: string, claim: OwnClaim): Claim => ({
  ...claim,
  introduction: [claim.introduction ?? []].flat(),
  // The claim's own `check` refuses what the claim cannot use.
  anyViews: true,
  boundSource: claim.boundSource ?? 'chosen',
  presets: claim.presets ?? presetNames,
  sizes: Object.fromEntries(
    presetNames.map(name => [name, claim.sizes?.[name] ?? claim.size]),
  ) as Claim['sizes'],
  figures: async () => ({ figures: await ownDrawings(path, claim) }),
  check: settings => guarded(path, claim, 'check', () => claim.check?.(settings)),
  measure: async context => {
    const outcome: unknown = await guarded(path, claim, 'measure', () => claim.measure(context))
    try {
      return completeOutcome(claim, outcome, context)
    } catch (error) {
      throw new RangeError(
        `${path}: measure of the claim ${claim.id} returned what a report cannot hold: ${(error as Error).message}.`,
      )
    }
  },
})

/** The drawings of a claim, guarded. Without any it has its draws, its bound and its control. */
const ownDrawings = async (path: string, claim: OwnClaim): Promise<Drawing[]> => {
  const { figures } = claim
  const given: unknown =
    typeof figures === 'function' ? await guarded(path, claim, 'figures', figures) : figures
  if (given === undefined) return [await usualDrawing(claim)]
  if (!isDrawings(given))
    throw new RangeError(
      `${path}: figures of the claim ${claim.id} gave ${inShort(given)}; it must be a list of drawings { roles: [role, …], draw(claim) }.`,
    )
  return given.map(drawing => guardedDrawing(path, claim, drawing))
}

const usualDrawing = async ({ title, explanation, control }: OwnClaim): Promise<Drawing> => {
  const { windowFigure } = await import('../drawing/window.ts')
  return windowFigure({
    title: explanation?.quantity ?? title,
    caption:
      `Small dots are draws, large ones the measured values with their intervals. The control, below: ${control.statement} ` +
      'The green window is what the bound allows.',
    axis: explanation?.quantity ?? 'measured value',
  })
}

/** Figures become files, and a run recognizes its files by their names. */
const guardedDrawing = (path: string, claim: OwnClaim, { roles, draw }: Drawing): Drawing => ({
  roles,
  draw: reported => {
    const figure = guarded(path, claim, 'a figure', () => draw(reported))
    if (figure === null || (v.is(schema.id, figure?.name) && figure.name.startsWith(`${claim.id}-`)))
      return figure
    throw new RangeError(
      `${path}: a figure of the claim ${claim.id} is named ${inShort(figure?.name)}; it must be "${claim.id}-" and ${idInWords}.`,
    )
  },
})

/** The result of a user's function; other errors than those of the program name the claim. */
const guarded = <T>(path: string, { id }: OwnClaim, what: string, work: () => T): T => {
  const told = (error: unknown): unknown =>
    isTold(error)
      ? error
      : new RangeError(`${path}: ${what} of the claim ${id} threw ${inOneLine(error, path)}.`)
  try {
    const result = work()
    return result instanceof Promise
      ? (result.catch(error => {
          throw told(error)
        }) as T)
      : result
  } catch (error) {
    throw told(error)
  }
}

/**
 * Whether an error is one that the user is told in one line: from impossible settings, from failed
 * tasks, and from the system.
 */
const isTold = (error: unknown): boolean =>
  error instanceof RangeError ||
  error instanceof SettingError ||
  error instanceof TaskFailure ||
  error instanceof Suspended ||
  (error as NodeJS.ErrnoException | undefined)?.syscall !== undefined

const estimate = v.pipe(
  v.object({
    ...schema.measured.entries,
    method: v.optional(schema.measured.entries.method, null),
    missing: v.optional(schema.text),
  }),
  v.check(
    ({ low, high }) => low === null || high === null || low <= high,
    'must have a low limit that is at most the high one',
  ),
)
const { method, n, ...ofCondition } = schema.condition.entries
const condition = v.strictObject({
  ...ofCondition,
  method: v.optional(method, null),
  n: v.optional(n, null),
})
const conditions = v.optional(v.array(condition, 'must be a list'), [])

/** Other fields that a user's function returns are left out. */
const outcomeSchema = v.object({
  setting: v.optional(schema.settings),
  measured: estimate,
  predicted: v.optional(schema.claim.entries.predicted, null),
  conditions,
  checks: v.optional(schema.claim.entries.checks, []),
  series: v.optional(schema.claim.entries.series, []),
  control: v.object({ measured: estimate, conditions }),
})

/** @throws TypeError of one line for what the report's format does not allow. */
const completeOutcome = (
  claim: OwnClaim,
  given: unknown,
  { settings, draws, parameters }: Context,
): Outcome => {
  const outcome = schema.checked(outcomeSchema, given)
  const setting = outcome.setting ?? { ...settingsUsed(claim, settings), ...plainNumbers(draws) }
  return { ...outcome, setting: { ...setting, ...parameters } } as Outcome
}

/** The settings that its tasks read; all if it does not name its tasks. */
const settingsUsed = (claim: OwnClaim, settings: ClaimSettings): Partial<ClaimSettings> =>
  Object.fromEntries(
    Object.entries(settings).filter(([name]) => usesSetting(claim, settings, name as SettingName)),
  )

const plainNumbers = (draws: unknown): ReportClaim['setting'] =>
  Object.fromEntries(
    Object.entries(Object(draws)).filter(([, value]) => typeof value === 'number'),
  ) as ReportClaim['setting']

const inShort = (value: unknown): string => {
  if (typeof value === 'function') return 'a function'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
