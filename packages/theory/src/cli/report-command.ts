/** `multiview report`: draws the page and the figures of a report again. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Claim } from '../claims/claim.ts'
import { redrawReport, writeCsv } from '../report/index.ts'
import { claimsOfFiles, claimsOption } from './claim-files.ts'
import { InputError } from './complaint.ts'
import { requestFile } from './new-folder.ts'
import { folderNamed } from './parse.ts'
import { csvOption, type Verb } from './verb.ts'

interface Options {
  readonly csv?: boolean
  readonly claims: readonly string[]
}

export const reportVerb: Verb<Options> = {
  name: 'report',
  summary: 'draw the page and the figures of a report again',
  arguments: [{ name: '<dir>', meaning: 'folder that holds a report.json' }],
  options: [claimsOption, csvOption('claims.csv and series.csv')],
  help: `
Example:
  $ multiview report multiview-report
  draws multiview-report/report.html and its figures again
  $ multiview report start --claims start-decides.mjs --csv
  does it with the texts and figures of your own claims, and writes tables as well`,
  parse: ({ words: [text], options: { claims: files, csv } }) => {
    const folder = folderNamed('<dir>', text)
    return {
      settings: () => [],
      run: async () => redraw(folder, (await claimsOfFiles(files)).claims, csv === true),
    }
  },
}

const redraw = async (folder: string, known: readonly Claim[], csv: boolean): Promise<number> => {
  if (!existsSync(folder))
    throw new InputError(`<dir> ${folder} does not exist; name the folder of a finished run.`)
  if (!existsSync(join(folder, 'report.json')))
    throw new InputError(
      existsSync(join(folder, requestFile))
        ? `<dir> ${folder} holds a run without a report.json; finish it with multiview verify --resume ${folder}.`
        : `<dir> ${folder} holds no report.json; name the folder of a finished run.`,
    )
  try {
    const report = await redrawReport(folder, known)
    if (csv) writeCsv(folder, report)
  } catch (error) {
    throw new InputError((error as Error).message)
  }
  process.stdout.write(`Report: ${join(folder, 'report.html')}\n`)
  return 0
}
