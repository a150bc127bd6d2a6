import { settingTable } from '@multiview/network'
import type { SettingLabels } from '../../claims/claim.ts'
import type { SettingValue } from '../../schema/types.ts'
import { html, type Markup, withScripts } from './escape.ts'
import { settingInWords } from './words.ts'

const ofSettings: SettingLabels = Object.fromEntries(
  Object.entries(settingTable).map(([name, { meaning, symbol }]) => [name, [meaning, symbol] as const]),
)

/**
 * Settings with their words and symbols. `labels` has the labels of the numbers that a claim states
 * besides its settings. Any other name is split into its words.
 */
export function settingsTable(settings: Record<string, SettingValue>, labels: SettingLabels = {}): Markup {
  const all = { ...ofSettings, ...labels }
  const rows = Object.entries(settings).map(([name, value]) => {
    const [words, symbol] = Object.hasOwn(all, name) ? all[name] : [inWords(name), '']
    return html`<tr><td>${words}</td><td class="symbol">${withScripts(symbol)}</td><td class="number">${settingInWords(value)}</td></tr>`
  })
  return html`<table><thead><tr><th>Setting</th><th>Symbol</th><th>Value</th></tr></thead><tbody>${rows}</tbody></table>`
}

/** modelsOfTheControl as "models of the control". */
function inWords(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
}
