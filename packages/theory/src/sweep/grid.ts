/** The cells of a sweep: every combination of the values that its axes take. */

import {
  type DistillationSettings,
  type RegimeName,
  regimeAt,
  regimes,
  type Settings,
  withEnoughPatches,
} from '@multiview/network'

export type SettingValue = number | string | readonly number[]

/** A setting, a parameter of claims or the seed, and the values that it takes, in order. */
export interface Axis {
  readonly name: string
  readonly values: readonly SettingValue[]
}

/** The part of the settings that belongs to one cell, and its seed if that is an axis. */
export type CellSettings = Readonly<Record<string, SettingValue>>

/** The cartesian product, the last axis fastest; one empty cell without axes. */
export const cellsOf = (axes: readonly Axis[]): CellSettings[] =>
  axes.reduce<CellSettings[]>(
    (cells, { name, values }) => cells.flatMap(cell => values.map(value => ({ ...cell, [name]: value }))),
    [{}],
  )

/** The number of cells, without making them. */
export const countCells = (axes: readonly Axis[]): number =>
  axes.reduce((count, { values }) => count * values.length, 1)

/** The base settings of the cells of a sweep. */
export interface Base {
  readonly settings: Settings & Partial<DistillationSettings>
  /**
   * The regime that these settings come from. If it is a formula of k, cells at another k follow
   * it.
   */
  readonly regime?: RegimeName
  /** Names of the settings that the user set for all cells: these stay as they are. */
  readonly fixed?: readonly string[]
}

/**
 * The settings of the regime at the k of a cell, except those that the user set; null without a
 * formula.
 */
const formulaIn = ({ settings, regime, fixed = [] }: Base, cell: CellSettings): CellSettings | null => {
  const { classes } = cell
  if (regime === undefined || typeof classes !== 'number') return null
  const formula = regimeAt(regime, classes)
  if (formula === regimes[regime]) return null
  return Object.fromEntries(
    Object.entries(formula).filter(([name]) => Object.hasOwn(settings, name) && !fixed.includes(name)),
  )
}

/**
 * The settings that follow the number of classes in a regime without a formula, unless an axis or
 * the user sets them. They keep the conditions of each class: N/k samples, the loss below which no
 * sample can be wrong, and a rate of distillation that compensates the factor 1/k of a softmax.
 */
const followsClasses = (base: Base, cell: CellSettings): CellSettings => {
  const { settings, fixed = [] } = base
  const { classes } = cell
  if (typeof classes !== 'number') return {}
  const ratio = classes / settings.classes
  const scaled: Record<string, SettingValue> = {
    samples: Math.round(settings.samples * ratio),
    targetLoss: settings.targetLoss / ratio,
  }
  if (settings.distillationRate !== undefined) scaled.distillationRate = settings.distillationRate * ratio
  return Object.fromEntries(
    Object.entries(scaled).filter(([name]) => !Object.hasOwn(cell, name) && !fixed.includes(name)),
  )
}

/**
 * All settings of a cell, with as many patches as its samples can need unless an axis or the user
 * says how many.
 */
export const settingsIn = (base: Base, { seed: _, ...cell }: CellSettings): Base['settings'] => {
  const followed = formulaIn(base, cell) ?? followsClasses(base, cell)
  const settings = { ...base.settings, ...followed, ...cell }
  return base.fixed?.includes('patches') ? settings : withEnoughPatches(settings, cell)
}

/**
 * The settings in which a cell differs from the base: those of the axes, and those that follow from
 * them.
 */
export const differencesIn = (base: Base, cell: CellSettings): CellSettings => {
  const here = Object.entries(settingsIn(base, cell)) as [string, SettingValue][]
  const start = base.settings as unknown as CellSettings
  const others = here.filter(
    ([name, value]) => !Object.hasOwn(cell, name) && valueText(value) !== valueText(start[name]),
  )
  return { ...cell, ...Object.fromEntries(others) }
}

/** A value as people write it on the command line. */
export const valueText = (value: SettingValue): string =>
  typeof value === 'object' ? value.join(':') : String(value)

/** A cell in words: `classes=12, members=5`. */
export const cellText = (cell: CellSettings): string =>
  Object.entries(cell)
    .map(([name, value]) => `${name}=${valueText(value)}`)
    .join(', ')
