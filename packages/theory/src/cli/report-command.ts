import { join } from 'node:path'
import type { Command } from 'commander'
import { redrawReport } from '../report/index.ts'
import type { Choose } from './chosen.ts'
import { InputError } from './input-error.ts'
import { folderNamed } from './parse.ts'

const help = `
Example:
  $ multiview report multiview-report
  draws multiview-report/report.html and its figures again`

export const addReport = (program: Command, choose: Choose): void => {
  program
    .command('report')
    .summary('draw the page and the figures of a report again')
    .argument('<dir>', 'folder that holds a report.json')
    .addHelpText('after', help)
    .action((text: string) => {
      const folder = folderNamed('<dir>', text)
      choose({ verb: 'report', run: () => redraw(folder) })
    })
}

const redraw = (folder: string): number => {
  try {
    redrawReport(folder)
  } catch (error) {
    throw new InputError((error as Error).message)
  }
  process.stdout.write(`Report: ${join(folder, 'report.html')}\n`)
  return 0
}
