/** Makes a report from claims: measures them side by side, and judges each by the same rule. */

import {
  checkModel,
  regimeAt,
  SettingError,
  type SettingName,
  type ValidSettings,
  validSettings,
  withEnoughPatches,
} from '@multiview/network'
import { type Claim, type ClaimSettings, finiteOrNull, type Outcome, sizeIn } from './claims/claim.ts'
import { levelIn } from './claims/level.ts'
import { measuredBothWays } from './claims/open-samples.ts'
import { checkParameters, type ParameterValues, parameterValues } from './claims/parameters.ts'
import { rangeInWords } from './claims/shared/departures.ts'
import { usesInControl, usesSetting } from './claims/uses.ts'
import { judgeClaim, judgeControl } from './claims/verdict.ts'
import type { Scheduler } from './plan/scheduler.ts'
import { tryTraining } from './plan/training-failure.ts'
import type { Preset } from './presets.ts'
import type { Environment, Report } from './schema/report.ts'
import type { Condition, Estimate, ReportClaim } from './schema/types.ts'

export interface VerifyRequest {
  readonly preset: Preset
  readonly claims: readonly Claim[]
  readonly seed: number
  /** Settings that replace those of the claims. */
  readonly chosen: Partial<ClaimSettings>
  /** Values of the claims' parameters that replace their defaults. */
  readonly parameters?: Readonly<Record<string, number>>
  readonly version: string
}

/** The report without the part that differs between machines. */
export type Findings = Omit<Report, 'environment'>

/** A claim that does not use these settings keeps its own, which fit each other. */
const kept: readonly string[] = ['model', 'stepRule'] satisfies SettingName[]

/**
 * The settings of a claim: those of its regime, then those of its own, then those that the user
 * set, if the claim has such a setting.
 */
export const settingsOf = (claim: Claim, preset: Preset, chosen: Partial<ClaimSettings>): ClaimSettings => {
  const { regime, settings } = sizeIn(claim, preset.name)
  const own: ClaimSettings = { ...regimeAt(regime, chosen.classes ?? settings?.classes), ...settings }
  const isTaken = (name: string): boolean =>
    Object.hasOwn(own, name) && (!kept.includes(name) || usesSetting(claim, own, name as SettingName))
  const set = Object.fromEntries(Object.entries(chosen).filter(([name]) => isTaken(name)))
  return withEnoughPatches({ ...own, ...set }, chosen)
}

/** @throws SettingError that names the claim, when its models cannot have these settings. */
const checkModelOf = ({ id }: Claim, settings: ClaimSettings): void => {
  try {
    checkModel(settings)
  } catch (error) {
    if (error instanceof SettingError) error.message = `In the claim ${id}: ${error.message}`
    throw error
  }
}

/** @throws SettingError that names the claim, when it is about two views and there are more. */
const checkViews = (claim: Claim, settings: ClaimSettings): void => {
  const { views } = settings
  if (views !== 2 && claim.anyViews !== true && usesSetting(claim, settings, 'views'))
    throw new SettingError('views', views, `2 in the claim ${claim.id}, which is about two views`)
}

/**
 * @throws SettingError for a model that the claim does not train. The limit model trains the
 *   networks of the reduced one as well.
 */
const checkModelName = (claim: Claim, preset: Preset, settings: ClaimSettings): void => {
  const { model } = settings
  const own = settingsOf(claim, preset, {}).model
  const allowed = own === 'reduced' ? [own, 'limit'] : [own]
  if (!allowed.includes(model))
    throw new SettingError('model', model, `${allowed.join(' or ')} in the claim ${claim.id}`)
}

/** A request whose settings were checked, as `checkRequest` gives it. */
export interface ValidRequest extends VerifyRequest {
  /** The settings of one of its claims. */
  settingsOf(claim: Claim): ValidSettings<ClaimSettings>
}

/** @throws SettingError when settings or parameters do not fit the claims, before anything runs. */
export const checkRequest = (request: VerifyRequest): ValidRequest => {
  const { preset, claims, chosen } = request
  const given = claims.map(claim => [claim, validSettings(settingsOf(claim, preset, chosen))] as const)
  for (const name of Object.keys(chosen))
    if (!given.some(([claim, settings]) => usesSetting(claim, settings, name as SettingName)))
      throw SettingError.without(name, 'none of the selected claims uses this setting; remove it')
  checkParameters(claims, request.parameters)
  for (const [claim, settings] of given) {
    checkViews(claim, settings)
    checkModelName(claim, preset, settings)
    // A claim that trains nothing has no step rule.
    if (usesSetting(claim, settings, 'stepRule')) checkModelOf(claim, settings)
    claim.check?.(settings)
  }
  const ofClaims = new Map(given)
  return {
    ...request,
    settingsOf: claim => {
      const settings = ofClaims.get(claim)
      if (settings === undefined) throw new RangeError(`The request does not contain the claim ${claim.id}.`)
      return settings
    },
  }
}

/**
 * Runs the claims. All request their models at once, so that the pool is never idle.
 *
 * @param unfinished holds the ids of the claims that have not ended
 */
export const verify = async (
  request: ValidRequest,
  scheduler: Scheduler,
  unfinished = new Set<string>(),
): Promise<Findings> => {
  const { preset, claims, seed, chosen, version } = request
  const measured = async (claim: Claim): Promise<ReportClaim> => {
    unfinished.add(claim.id)
    const reported = await measure(claim, request, scheduler)
    unfinished.delete(claim.id)
    return reported
  }
  const reported = await Promise.all(claims.map(measured))
  return {
    schema: 'multiview.report/3',
    preset: preset.name,
    seed,
    version,
    settings: plain(withEnoughPatches({ ...regimeAt(preset.regime, chosen.classes), ...chosen }, chosen)),
    claims: reported,
  }
}

const measure = async (claim: Claim, request: ValidRequest, scheduler: Scheduler): Promise<ReportClaim> => {
  const { preset, seed, chosen } = request
  const settings = request.settingsOf(claim)
  const settingsAt = (classes: number) => settingsOf(claim, preset, { ...chosen, classes })
  const { regime, draws } = sizeIn(claim, preset.name)
  const level = levelIn(preset.name)
  const parameters = parameterValues(claim, request.parameters)
  const attempt = await tryTraining(declaredTasks(claim, scheduler), tasks =>
    measuredBothWays(tasks, each =>
      claim.measure({ scheduler: each, settings, settingsAt, seed, draws, parameters, level }),
    ),
  )
  const outcome = 'failure' in attempt ? withoutAny(settings, level, attempt.failure) : attempt.result
  const { conditions } = outcome
  const ofControl = outcome.control
  const verdictOfControl = judgeControl(ofControl.measured, claim.bound, ofControl.conditions)
  const { verdict, reason } = judgeClaim(
    {
      measured: outcome.measured,
      bound: claim.bound,
      conditions,
      replaced: [...replacedSettings(claim, request, settings), ...replacedParameters(claim, parameters)],
    },
    verdictOfControl,
  )
  return {
    id: claim.id,
    title: claim.title,
    statement: claim.statement,
    source: claim.source,
    regime,
    setting: plain(outcome.setting),
    measured: reported(outcome.measured),
    predicted: finiteOrNull(outcome.predicted),
    bound: claim.bound,
    boundSource: claim.boundSource,
    conditions: conditions.map(reportedCondition),
    checks: outcome.checks ?? [],
    series: outcome.series,
    verdict,
    reason,
    control: {
      ...claim.control,
      statement: claim.control.statement + controlNote(claim, chosen, settings),
      measured: reported(ofControl.measured),
      verdict: verdictOfControl,
      conditions: ofControl.conditions.map(reportedCondition),
    },
  }
}

/** The scheduler of a claim: the settings that it uses follow from the kinds that it names. */
const declaredTasks = ({ id, tasks, controlTasks = [] }: Claim, scheduler: Scheduler): Scheduler =>
  tasks === undefined
    ? scheduler
    : {
        ...scheduler,
        run: task => {
          if (tasks.includes(task.kind) || controlTasks.includes(task.kind)) return scheduler.run(task)
          throw new RangeError(
            `The claim ${id} runs a task of the kind ${task.kind}, which its tasks do not name; add it there.`,
          )
        },
      }

/** Which of the settings that the user set only the control uses. */
const controlNote = (claim: Claim, chosen: VerifyRequest['chosen'], settings: ClaimSettings): string => {
  const names = (Object.keys(chosen) as SettingName[]).filter(name => usesInControl(claim, settings, name))
  return names.length === 0
    ? ''
    : ` Of the settings of this run, only the control uses ${names.join(' and ')}.`
}

/** The settings that the user set and that the claim uses, where they differ from its own. */
const replacedSettings = (
  claim: Claim,
  { preset, chosen }: VerifyRequest,
  settings: ClaimSettings,
): string[] => {
  const own = settingsOf(claim, preset, {})
  return (Object.keys(chosen) as SettingName[]).flatMap(name => {
    const [value, usual] = [settings, own].map(each => rangeInWords(each[name]))
    if (value === usual || !usesSetting(claim, settings, name)) return []
    return [`${name} = ${value} in place of ${usual}`]
  })
}

/** The parameters that the user set, where they differ from the claim's defaults. */
const replacedParameters = (claim: Claim, parameters: ParameterValues): string[] => {
  const usual = parameterValues(claim)
  return Object.entries(parameters).flatMap(([name, value]) =>
    value === usual[name] ? [] : [`${name} = ${value} in place of ${usual[name]}`],
  )
}

/** The outcome of a claim whose models could not be trained, with the reason. */
const withoutAny = (settings: ClaimSettings, level: number, missing: string): Outcome => {
  const nothing = { value: null, low: null, high: null, level, n: 0, unit: 'draw', missing }
  return {
    setting: { ...settings },
    measured: nothing,
    predicted: null,
    conditions: [],
    series: [],
    control: { measured: nothing, conditions: [] },
  }
}

/**
 * An estimate in the form of a report: without the words that its reason needs, and with null for a
 * value that is not finite.
 */
const reported = ({
  value,
  low,
  high,
  method,
  level,
  n,
  unit,
  draws,
}: Estimate): ReportClaim['measured'] => ({
  value: finiteOrNull(value),
  low: finiteOrNull(low),
  high: finiteOrNull(high),
  method: method ?? null,
  level,
  n,
  unit,
  ...(draws && { draws }),
})

/** A condition in the order of the format. */
const reportedCondition = ({
  name,
  measured,
  low,
  high,
  method,
  level,
  n,
  ...rest
}: Condition): ReportClaim['conditions'][number] => ({
  name,
  measured,
  low,
  high,
  method: method ?? null,
  level,
  n: n ?? null,
  ...rest,
})

const plain = (settings: Outcome['setting']): Report['settings'] =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
  )

export const reportOf = (findings: Findings, environment: Environment): Report => ({
  ...findings,
  environment,
})
