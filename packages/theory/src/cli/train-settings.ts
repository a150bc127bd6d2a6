/** The settings of one `multiview train`: those of a regime, and those that the user set. */

import {
  checkDefinition,
  type DenseSettings,
  denseDefaults,
  formulaInitialScale,
  type RegimeName,
  regimeAt,
  type SettingName,
  type Settings,
  trainingSetOf,
  type ValidSettings,
  validSettings,
  withDenseSettings,
  withEnoughPatches,
} from '@multiview/network'
import { unusedByRule } from '../claims/uses.ts'
import { areRead, type Task } from '../plan/tasks/index.ts'
import { InputError } from './complaint.ts'
import { type Assignment, assignmentsOf, settingsSet } from './parse.ts'

export const models = ['limit', 'dense', 'reduced', 'student', 'self-student'] as const
export type ModelName = (typeof models)[number]

/** The settings that the model reads, of the regime and of the words behind `--set`. */
export const trainSettings = (
  model: ModelName,
  regime: RegimeName,
  words: readonly string[],
): ValidSettings => {
  const assignments = assignmentsOf('--set', words)
  const chosen: Partial<Settings & DenseSettings> = settingsSet(
    assignments.filter(each => !asksForFormula(each)),
  )
  const byValue = {
    ...withDenseSettings(regimeAt(regime, chosen.classes)),
    ...chosen,
    model: modelOf(model, chosen),
  }
  const scaled = assignments.some(asksForFormula)
    ? { ...byValue, initialScale: formulaInitialScale(byValue.classes, byValue.power) }
    : byValue
  const settings = withEnoughPatches(scaled, chosen)
  const names = Object.keys(chosen) as SettingName[]
  const foreign = names.find(name => Object.hasOwn(denseDefaults, name))
  if (foreign !== undefined && model !== 'dense')
    throw new InputError(
      `--set ${foreign} is a setting of the dense model; remove it, or take --model dense.`,
    )
  for (const name of names)
    if (unusedByRule(settings).includes(name) || !isUsed(model, settings, name))
      throw new InputError(`--set ${name}: a training run with these settings does not use it; remove it.`)
  if (model === 'dense') return validSettings(settings, ['dense'])
  return validSettings(
    Object.fromEntries(
      Object.entries(settings).filter(([name]) => !Object.hasOwn(denseDefaults, name)),
    ) as unknown as Settings,
  )
}

/** The model that is trained: a student is a reduced network unless the user chose another. */
const modelOf = (name: ModelName, { model }: Partial<Settings>): Settings['model'] => {
  if (name === 'student' || name === 'self-student') return model ?? 'reduced'
  if (model !== undefined && model !== name)
    throw new InputError(`--set model=${model} contradicts --model ${name}; remove it.`)
  return name
}

/** The task that trains each model. */
const taskOf = {
  limit: 'train',
  dense: 'dense-errors',
  reduced: 'train-reduced',
  student: 'distill',
  'self-student': 'distill',
} as const satisfies Record<ModelName, Task['kind']>

/** An export of the limit has all patches of a sample, also those without a feature. */
const isUsed = (model: ModelName, settings: Settings, name: SettingName): boolean =>
  areRead([taskOf[model]], settings, name) ||
  (model === 'student' && name === 'members') ||
  (model === 'limit' && name === 'patches')

/** Whether `--set` asks for the initial scale σ_0^{q−2} = 1/k, with the k and q of the run. */
const asksForFormula = ({ name, text }: Assignment): boolean => name === 'initialScale' && text === 'formula'

/** The number of samples of the paper's regime that is enough to check it. */
const paperSamples = 1000

/**
 * The paper's formulas hold as k → ∞. If samples drawn from them do not satisfy the paper's
 * definition, a run shows nothing about the theory.
 *
 * @throws InputError that names each property that is not met.
 */
export const checkPaper = (settings: Settings, seed: number): void => {
  const samples = Math.min(settings.samples, paperSamples)
  // Feature noise takes N·P·2k numbers, and is uniform by construction.
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
    `--regime paper is not run: at k = ${settings.classes} its asymptotic formulas do not give the data of Definition 1 ` +
      `(${said.join('; ')}). Choose another regime, or set the settings that these name.`,
  )
}
