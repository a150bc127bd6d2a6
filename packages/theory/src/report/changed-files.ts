/** The tables, the page and the figures beside a report.json, compared with it. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Claim } from '../claims/claim.ts'
import { readLimited } from '../files/read-limited.ts'
import type { Report } from '../schema/report.ts'
import type { Difference } from './compare.ts'
import { claimsCsv, seriesCsv } from './csv.ts'
import { rendererOf } from './render.ts'
import { csvFiles } from './write.ts'

/** Files that are missing are not compared: a report.json may travel alone. */
export const changedFiles = async (
  folder: string,
  report: Report,
  known: readonly Claim[],
): Promise<{ differences: Difference[]; files: number; unchecked: string[] }> => {
  const strange = report.claims.filter(({ id }) => known.every(each => each.id !== id))
  const expected = [
    [csvFiles[0], claimsCsv(report)],
    [csvFiles[1], seriesCsv(report)],
    ...(strange.length === 0 ? await drawn(report, known) : []),
  ]
  const found = expected.filter(([name]) => existsSync(join(folder, name)))
  return {
    differences: found.flatMap(([name, text]) =>
      readLimited(join(folder, name)) === text
        ? []
        : [{ claim: null, place: name, change: 'is not what this version writes for the report' }],
    ),
    files: found.length,
    unchecked:
      strange.length === 0
        ? []
        : [
            `page and figures: draw those of ${strange.map(({ id }) => id).join(', ')} with --claims FILE, ` +
              'the file that has these claims',
          ],
  }
}

const drawn = async (report: Report, known: readonly Claim[]): Promise<[name: string, text: string][]> => {
  const { html, figures } = (await rendererOf(known))(report)
  return [
    ['report.html', html],
    ...figures.map(({ name, svg }): [string, string] => [join('figures', `${name}.svg`), svg]),
  ]
}
