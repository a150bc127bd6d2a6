/** A sweep as a table: a row for each cell. */

import { type Cell, csv } from '../files/csv.ts'
import { valueText } from './grid.ts'
import type { Sweep } from './sweep.ts'

/**
 * The axes, the data sets (`models`) and networks of the cell, and of each measurement value,
 * limits, draws and failure; of a claim also the verdicts.
 */
export const sweepCsv = ({ over, measurements, cells, preset }: Sweep): string => {
  const isJudged = preset !== undefined
  const parts = ['low', 'high', 'n', 'failure', ...(isJudged ? ['verdict', 'control'] : [])]
  return csv(
    [
      ...over.map(({ name }) => name),
      'models',
      'networks',
      ...measurements.flatMap(({ name }) => [name, ...parts.map(part => `${name}_${part}`)]),
    ],
    cells.map(({ settings, models, networks, measured }) => [
      ...over.map(({ name }) => valueText(settings[name])),
      models,
      networks,
      ...measurements.flatMap(({ name }): Cell[] => {
        const found = measured[name]
        if ('failure' in found)
          return [null, null, null, null, found.failure, ...(isJudged ? [null, null] : [])]
        const { value, low, high, n } = found
        return [value, low, high, n, null, ...('verdict' in found ? [found.verdict, found.control] : [])]
      }),
    ]),
  )
}
