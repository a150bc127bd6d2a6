/** All settings by name, of all groups. */

import { type SettingRecord, settingGroups } from './table.ts'

type Groups = typeof settingGroups

/**
 * The name of a group of settings.
 *
 * Usage: `const group: GroupName = 'data'`
 */
export type GroupName = keyof Groups

/**
 * The field name of a setting.
 *
 * Usage: `const name: SettingName = 'classes'`
 */
export type SettingName = { [Group in GroupName]: keyof Groups[Group] }[GroupName]

/**
 * The record of every setting.
 *
 * @example
 * settingTable.classes.symbol // "k"
 */
export const settingTable: { readonly [Name in SettingName]: SettingRecord } = Object.assign(
  {},
  ...Object.values(settingGroups),
)

/**
 * The field names of the settings of a group.
 *
 * @example
 * namesOf('network') // ["neurons", "power", "threshold", "initialScale"]
 */
export const namesOf = (group: GroupName): SettingName[] => Object.keys(settingGroups[group]) as SettingName[]

/**
 * The field names of all settings.
 *
 * @example
 * settingNames.includes('classes') // true
 */
export const settingNames = Object.keys(settingTable) as SettingName[]

/**
 * The setting with this field name, symbol of the paper, or other spelling of the symbol; undefined
 * if none has it.
 *
 * @example
 * findSetting('k') // "classes"
 * findSetting('sigma_0') // "initialScale"
 */
export const findSetting = (word: string): SettingName | undefined =>
  settingNames.find(name => {
    const { symbol, spellings = [] } = settingTable[name]
    return name === word || (symbol !== '' && symbol === word) || spellings.includes(word)
  })
