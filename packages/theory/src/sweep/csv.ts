/** A sweep as a table: a row for each cell. */

import { type Cell, csv } from '../files/csv.ts'
import { valueText } from './grid.ts'
import type { Sweep } from './sweep.ts'

/**
 * The axes, the data sets (`models`) and networks of the cell, and of each measurement value,
 * limits, draws and failure.
 */
export const sweepCsv = ({ over, measurements, cells }: Sweep): string =>
  csv(
    [
      ...over.map(({ name }) => name),
      'models',
      'networks',
      ...measurements.flatMap(({ name }) => [
        name,
        ...['low', 'high', 'n', 'failure'].map(part => `${name}_${part}`),
      ]),
    ],
    cells.map(({ settings, models, networks, measured }) => [
      ...over.map(({ name }) => valueText(settings[name])),
      models,
      networks,
      ...measurements.flatMap(({ name }): Cell[] => {
        const found = measured[name]
        return 'failure' in found
          ? [null, null, null, null, found.failure]
          : [found.value, found.low, found.high, found.n, null]
      }),
    ]),
  )
