/** `multiview info`: the machine, the presets and every setting. */

import { availableParallelism } from 'node:os'
import {
  describeAllowed,
  regimes,
  type SettingName,
  settingNames,
  settingTable,
  withDenseSettings,
} from '@multiview/network/settings'
import { presets } from '../presets.ts'
import { version } from '../version.ts'
import type { Verb } from './verb.ts'

export const infoVerb: Verb = {
  name: 'info',
  summary: 'show the machine, the presets and the settings',
  options: [],
  help: `
Example:
  $ multiview info
  shows the machine, the presets, and every setting with its symbol and default`,
  parse: () => ({
    settings: () => [],
    run: async () => {
      process.stdout.write(await info())
      return 0
    },
  }),
}

const info = async (): Promise<string> => {
  const { environmentOf } = await import('../environment.ts')
  const { node, platform, cpu, kernels } = environmentOf(1, performance.now())
  return [
    `multiview ${version}, Node ${node}, ${platform}`,
    `${availableParallelism()} × ${cpu}`,
    `kernels: ${kernels}`,
    '',
    'Presets',
    ...Object.values(presets).map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`),
    '',
    'Settings for --set, by name or symbol, with the value of regime limit',
    ...settingNames.map(settingLine),
    '',
  ].join('\n')
}

/** One setting: name, symbols, value in regime limit, meaning and unit, and its allowed values. */
const settingLine = (name: SettingName): string => {
  const record = settingTable[name]
  const values: Readonly<Record<string, unknown>> = { ...withDenseSettings(regimes.limit) }
  const shown = String(values[name] ?? '–')
  const symbols = [record.symbol, ...(record.spellings ?? []).slice(0, 1)].join(' ')
  return `  ${name.padEnd(22)} ${symbols.padEnd(12)} ${shown.padEnd(9)} ${record.meaning}${record.unit ? ` in ${record.unit}` : ''}; ${describeAllowed(record)}`
}
