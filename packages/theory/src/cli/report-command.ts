/** `multiview report`: draws the page and the figures of a report again. */

import { folderNamed } from './parse.ts'
import { claimsOption, csvOption, type Verb } from './verb.ts'

interface Options {
  readonly csv?: true
  readonly latex?: true
  readonly bibtex?: true
  readonly claims: readonly string[]
}

export const reportVerb: Verb<Options> = {
  name: 'report',
  summary: 'draw the page and the figures of a report again',
  arguments: [{ name: '<dir>', meaning: 'folder that holds a report.json' }],
  options: [
    claimsOption,
    csvOption('claims.csv and series.csv'),
    { flags: '--latex', meaning: 'also write report.tex, a table of the claims and a figure of each' },
    { flags: '--bibtex', meaning: 'also write report.bib, what to cite' },
  ],
  help: `
Example:
  $ multiview report multiview-report
  draws multiview-report/report.html and its figures again
  $ multiview report start --claims start-decides.mjs --csv
  does it with the texts and figures of your own claims, and writes tables as well
  $ multiview report start --claims start-decides.mjs --latex --bibtex
  writes start/report.tex and start/report.bib for a paper`,
  parse: ({ words: [text], options: { claims: files, ...also } }) => {
    const folder = folderNamed('<dir>', text)
    return {
      settings: () => [],
      run: async () => (await import('./report-run.ts')).redraw(folder, files, also),
    }
  },
}
