/** The cells of a sweep: every combination of the values that its axes take. */

import type { SettingName, Settings } from '@multiview/network'

export type SettingValue = number | string | readonly number[]

/** One setting and the values that it takes, in order. */
export interface Axis {
  readonly name: SettingName
  readonly values: readonly SettingValue[]
}

/** What of the settings belongs to one cell. */
export type CellSettings = Readonly<Record<string, SettingValue>>

/** The cartesian product, the last axis fastest; one empty cell without axes. */
export const cellsOf = (axes: readonly Axis[]): CellSettings[] =>
  axes.reduce<CellSettings[]>(
    (cells, { name, values }) => cells.flatMap(cell => values.map(value => ({ ...cell, [name]: value }))),
    [{}],
  )

/** How many cells that would be, without making them. */
export const countCells = (axes: readonly Axis[]): number =>
  axes.reduce((count, { values }) => count * values.length, 1)

/** All settings of a cell. */
export const settingsIn = (base: Settings, cell: CellSettings): Settings => ({ ...base, ...cell })

/** A value as people write it on the command line. */
export const valueText = (value: SettingValue): string =>
  typeof value === 'object' ? value.join(':') : String(value)

/** A cell in words: `classes=12, members=5`. */
export const cellText = (cell: CellSettings): string =>
  Object.entries(cell)
    .map(([name, value]) => `${name}=${valueText(value)}`)
    .join(', ')
