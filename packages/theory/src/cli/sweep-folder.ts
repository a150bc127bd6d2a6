/** The folder of a sweep: what it keeps, and what is written into it. */

import { join } from 'node:path'
import * as v from 'valibot'
import { jsonText } from '../files/json-text.ts'
import { count, positiveCount } from '../files/numbers.ts'
import { isRunFile } from '../files/own-names.ts'
import { writeWhole } from '../files/write-whole.ts'
import { sweepCsv } from '../sweep/csv.ts'
import { cellText } from '../sweep/grid.ts'
import { sweepPage, sweepTable } from '../sweep/page.ts'
import type { Sweep } from '../sweep/sweep.ts'
import { keptFiles } from './claim-files.ts'
import type { CheckedRun } from './resumable-run.ts'
import { keptCsv, runFolder } from './run-folder.ts'
import { writerFile } from './writer.ts'

const entries = {
  seed: count,
  over: v.pipe(v.array(v.string()), v.minLength(1)),
  set: v.array(v.string()),
  /** Of a sweep of errors. */
  regime: v.optional(v.string()),
  models: v.optional(v.union([positiveCount, v.array(positiveCount)])),
  /** Of a sweep of claims. */
  preset: v.optional(v.string()),
  claims: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
  claimFiles: keptFiles,
  csv: keptCsv,
}

export type KeptSweep = v.InferOutput<v.ObjectSchema<typeof entries, undefined>>

export const sweepFolder = runFolder('multiview.sweep-request/1', entries, {
  finished: 'sweep.json',
  files: [writerFile, 'sweep.html', 'sweep.svg', 'sweep.csv'],
  folders: { runs: isRunFile },
})

/** How the result of a sweep is written and printed. */
export const sweepOutput: Pick<CheckedRun<KeptSweep, Sweep, Sweep>, 'writer' | 'print'> = {
  writer: async () => {
    const { sweepFigure } = await import('../sweep/figure.ts')
    return (found, { folder, csv }) => {
      writeSweep(folder, found, sweepFigure(found), csv)
      return found
    }
  },
  print: (found, { folder, asJson }) => {
    process.stdout.write(
      asJson ? jsonOf(found) : `${sweepTable(found)}\n\nSweep: ${join(folder, 'sweep.html')}\n`,
    )
    return sayFailures(found) ? 3 : 0
  },
}

/**
 * Whether any cell failed. Each reason is written once on standard error, with the first cell that
 * has it.
 */
const sayFailures = ({ cells }: Sweep): boolean => {
  const failed = cells.flatMap(({ settings, measured }) =>
    Object.values(measured).flatMap(finding =>
      'failure' in finding ? [{ cell: cellText(settings), reason: finding.failure }] : [],
    ),
  )
  for (const reason of new Set(failed.map(each => each.reason))) {
    const cellsOfIt = [...new Set(failed.filter(each => each.reason === reason).map(each => each.cell))]
    const more = cellsOfIt.length - 1
    const others = more === 0 ? '' : ` and ${more} other cell${more === 1 ? '' : 's'}`
    process.stderr.write(`multiview: the cell ${cellsOfIt[0]}${others} failed: ${reason}\n`)
  }
  return failed.length > 0
}

/** sweep.json is written last: a folder that holds it is complete. */
const writeSweep = (folder: string, found: Sweep, figure: string | null, csv: boolean): void => {
  if (figure !== null) writeWhole(join(folder, 'sweep.svg'), figure)
  writeWhole(join(folder, 'sweep.html'), sweepPage(found, figure))
  if (csv) writeWhole(join(folder, 'sweep.csv'), sweepCsv(found))
  writeWhole(join(folder, 'sweep.json'), jsonOf(found))
}

const jsonOf = (found: Sweep): string => `${jsonText(found)}\n`
