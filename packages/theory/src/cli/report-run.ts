/** What `multiview report` does. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { redrawReport, writeBibtex, writeCsv, writeLatex } from '../report/index.ts'
import { claimsOfFiles } from './claim-files.ts'
import { InputError } from './complaint.ts'
import { requestFile } from './new-folder.ts'

/** What is written beside the page and the figures. */
interface Also {
  readonly csv?: true
  readonly latex?: true
  readonly bibtex?: true
}

/**
 * Draws the report in a folder again. Returns the exit status.
 *
 * @param files with claims of the user
 */
export const redraw = async (
  folder: string,
  files: readonly string[],
  { csv, latex, bibtex }: Also,
): Promise<number> => {
  const { claims } = await claimsOfFiles(files)
  if (!existsSync(folder))
    throw new InputError(`<dir> ${folder} does not exist; name the folder of a finished run.`)
  if (!existsSync(join(folder, 'report.json')))
    throw new InputError(
      existsSync(join(folder, requestFile))
        ? `<dir> ${folder} holds a run without a report.json; finish it with multiview verify --resume ${folder}.`
        : `<dir> ${folder} holds no report.json; name the folder of a finished run.`,
    )
  try {
    const report = await redrawReport(folder, claims)
    if (csv) writeCsv(folder, report)
    if (latex) await writeLatex(folder, report, claims)
    if (bibtex) await writeBibtex(folder, report)
  } catch (error) {
    throw new InputError((error as Error).message)
  }
  process.stdout.write(`Report: ${join(folder, 'report.html')}\n`)
  return 0
}
