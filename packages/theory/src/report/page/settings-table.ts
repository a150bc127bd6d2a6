import type { SettingValue } from '../../schema/types.ts'
import { settingNames } from '../setting-names.ts'
import { html, type Markup, withScripts } from './escape.ts'
import { settingInWords } from './words.ts'

/** Settings with their words and symbols; one that has none is shown by its name, a word for each of its parts. */
export function settingsTable(settings: Record<string, SettingValue>): Markup {
  const rows = Object.entries(settings).map(([name, value]) => {
    const [words, symbol] = Object.hasOwn(settingNames, name) ? settingNames[name] : [inWords(name), '']
    return html`<tr><td>${words}</td><td class="symbol">${withScripts(symbol)}</td><td class="number">${settingInWords(value)}</td></tr>`
  })
  return html`<table><thead><tr><th>Setting</th><th>Symbol</th><th>Value</th></tr></thead><tbody>${rows}</tbody></table>`
}

/** modelsOfTheControl as "models of the control". */
function inWords(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
}
