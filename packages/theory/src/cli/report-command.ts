/** `multiview report`: draws the page and the figures of a report again. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { redrawReport } from '../report/index.ts'
import { InputError } from './complaint.ts'
import { requestFile } from './new-folder.ts'
import { folderNamed } from './parse.ts'
import type { Verb } from './verb.ts'

export const reportVerb: Verb = {
  name: 'report',
  summary: 'draw the page and the figures of a report again',
  argument: { name: '<dir>', meaning: 'folder that holds a report.json' },
  options: [],
  help: `
Example:
  $ multiview report multiview-report
  draws multiview-report/report.html and its figures again`,
  parse: ({ words: [text] }) => {
    const folder = folderNamed('<dir>', text)
    return { settings: () => [], run: async () => redraw(folder) }
  },
}

const redraw = (folder: string): number => {
  if (!existsSync(folder))
    throw new InputError(`<dir> ${folder} does not exist; name the folder of a finished run.`)
  if (!existsSync(join(folder, 'report.json')))
    throw new InputError(
      existsSync(join(folder, requestFile))
        ? `<dir> ${folder} holds a run without a report.json; finish it with multiview verify --resume ${folder}.`
        : `<dir> ${folder} holds no report.json; name the folder of a finished run.`,
    )
  try {
    redrawReport(folder)
  } catch (error) {
    throw new InputError((error as Error).message)
  }
  process.stdout.write(`Report: ${join(folder, 'report.html')}\n`)
  return 0
}
