/** Settings in words, with the symbol of the paper; the names are those of reports, manifests and `--set`. */

import { settingTable } from '@multiview/network'

type Name = readonly [words: string, symbol: string]

/** What claims state beside the settings: how much was drawn, and the numbers of a computed grid. */
const drawn: Record<string, Name> = {
  models: ['models', ''],
  dataSets: ['data sets', ''],
  ensembles: ['ensembles', ''],
  partitions: ['random partitions of a data set’s models into ensembles', ''],
  testPerCell: ['fresh single-view samples of every class and present view', ''],
  singleViewSamples: ['fresh single-view samples', ''],
  multiViewSamples: ['fresh multi-view samples', ''],
  levelsOfEachSize: ['confidence of the intervals at L = 1, 2, …', ''],
  margin: ['margin of the lottery-winning set', '1 + 1/log² m'],
  powers: ['powers', 'q'],
  headStarts: ['head starts x₀/(y₀ S^{1/(q−2)}) − 1', ''],
  advantages: ['factors of the growth of y', 'S'],
  start: ['start', 'x₀'],
  lastStep: ['largest relative growth of x in one step', ''],
  ratePatterns: ['patterns of the rates at which x and y grow', 'C_t'],
  largestEnd: ['largest end, in units of the start', 'A/x₀'],
}

export const settingNames: Record<string, Name> = {
  ...Object.fromEntries(
    Object.entries(settingTable).map(([name, { meaning, symbol }]) => [name, [meaning, symbol] as const]),
  ),
  ...drawn,
}
