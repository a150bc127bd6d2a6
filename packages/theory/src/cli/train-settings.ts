/** The settings of one `multiview train`: a regime, and what the user set. */

import {
  checkDefinition,
  type DenseSettings,
  denseDefaults,
  findSetting,
  formulaInitialScale,
  paperRegime,
  type RegimeName,
  regimes,
  type Settings,
  trainingSetOf,
  validateDenseSettings,
  validateSettings,
  withDenseSettings,
  withEnoughPatches,
} from '@multiview/network'
import { unusedByRule } from '../claims/uses.ts'
import { InputError } from './input-error.ts'
import { chosenSettings, refuseRepeats } from './parse.ts'

export const models = ['limit', 'dense'] as const
export type ModelName = (typeof models)[number]

/** What the model reads of the regime and of what the user set, and no more. */
export const trainSettings = (
  model: ModelName,
  regime: RegimeName,
  assignments: readonly string[],
): Settings => {
  refuseRepeats(assignments)
  const chosen: Partial<Settings & DenseSettings> = chosenSettings(
    assignments.filter(assignment => !asksForFormula(assignment)),
  )
  const base = regime === 'paper' ? paperRegime(chosen.classes ?? regimes.paper.classes) : regimes[regime]
  const byValue = { ...withDenseSettings(base), ...chosen }
  const scaled = assignments.some(asksForFormula)
    ? { ...byValue, initialScale: formulaInitialScale(byValue.classes, byValue.power) }
    : byValue
  const settings = withEnoughPatches(scaled, chosen)
  for (const name of ['members', ...unusedByRule(settings)] as const)
    if (Object.hasOwn(chosen, name))
      throw new InputError(`--set ${name}: a training run with these settings does not use it; remove it.`)
  if (model === 'dense') {
    validateDenseSettings(settings)
    return settings
  }
  const foreign = Object.keys(chosen).find(name => Object.hasOwn(denseDefaults, name))
  if (foreign !== undefined)
    throw new InputError(
      `--set ${foreign} is a setting of the dense model; remove it, or take --model dense.`,
    )
  const limit = Object.fromEntries(
    Object.entries(settings).filter(([name]) => !Object.hasOwn(denseDefaults, name)),
  ) as unknown as Settings
  validateSettings(limit)
  return limit
}

/** Whether `--set` asks for the initial scale σ_0^{q−2} = 1/k, at whatever k and q the other settings say. */
const asksForFormula = (assignment: string): boolean => {
  const [key, value] = assignment.split('=').map(part => part.trim())
  return value === 'formula' && findSetting(key) === 'initialScale'
}

/** Samples of the paper's regime that are enough to see what is wrong with it. */
const paperSamples = 1000

/**
 * The paper's formulas hold as k → ∞. Where samples drawn from them are not those of its own definition, nothing that a run would
 * show speaks of the theory.
 *
 * @throws InputError that names each property that is not met.
 */
export const checkPaper = (settings: Settings, seed: number): void => {
  const samples = Math.min(settings.samples, paperSamples)
  // Feature noise takes N·P·2k numbers, and is what it is said to be.
  const data = trainingSetOf({ ...settings, samples, featureNoise: 0 }, { seed, dataset: 'train' })
  const complaints = checkDefinition(data, settings)
  if (complaints.length === 0) return
  const said = complaints.map(
    ({ property, measured, required }) =>
      `${property}: measured ${[measured]
        .flat()
        .map(of => of.toPrecision(4))
        .join(' to ')}, required ${required}`,
  )
  throw new InputError(
    `--regime paper is not run: at k = ${settings.classes} its asymptotic formulas do not give the data of Definition 1 (${said.join('; ')}). ` +
      `Choose another regime, or set what is named.`,
  )
}
