/** What `multiview check` does. */

import { basename, dirname } from 'node:path'
import { changedFiles } from '../report/changed-files.ts'
import type { Difference } from '../report/compare.ts'
import { type Recomputed, readReport, recomputeReport } from '../report/index.ts'
import type { Report } from '../schema/report.ts'
import { claimsOfFiles } from './claim-files.ts'
import { InputError } from './complaint.ts'

/**
 * Checks a report. Returns the exit status.
 *
 * @param path of a report.json or of its folder
 * @param files with claims of the user
 */
export const check = async (path: string, files: readonly string[]): Promise<number> => {
  const { claims } = await claimsOfFiles(files)
  const folder = basename(path) === 'report.json' ? dirname(path) : path
  const report = reportIn(folder)
  const recomputed = recomputeReport(report, claims)
  const changed = await changedFiles(folder, report, claims)
  const differences: readonly Difference[] = [...recomputed.differences, ...changed.differences]
  const lines = differences.map(({ claim, place, change }) =>
    [claim ?? 'folder', place, change].filter(part => part !== '').join('  '),
  )
  const unchecked = [...recomputed.unchecked, ...changed.unchecked]
  process.stdout.write(
    `${[...lines, ...notChecked(unchecked), ...summary(report, recomputed, changed.files, lines.length)].join('\n')}\n`,
  )
  return lines.length === 0 ? 0 : 1
}

const reportIn = (folder: string): Report => {
  try {
    return readReport(folder)
  } catch (error) {
    throw new InputError(`<report> ${(error as Error).message}; name the folder of a finished run.`)
  }
}

/** At most so many parts that cannot be computed again are listed. */
const mostListed = 20

const notChecked = (unchecked: readonly string[]): string[] => {
  if (unchecked.length === 0) return []
  const more = unchecked.length - mostListed
  return [
    'Not checked:',
    ...unchecked.slice(0, mostListed).map(each => `  ${each}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}

const summary = (
  { claims }: Report,
  { intervals, verdicts }: Recomputed,
  files: number,
  differences: number,
): string[] => [
  `${claims.length} claims: ${intervals} intervals and ${verdicts} verdicts were computed again, ` +
    `and ${files} files beside report.json were compared.`,
  ...(intervals === 0 && differences > 0
    ? ['The report holds no draws: run its seed again with this version to have them.']
    : []),
  differences === 0
    ? 'Everything that was checked follows from the draws.'
    : `${differences} difference${differences === 1 ? '' : 's'}.`,
]
