/** `multiview runs`: the runs below a folder. */

import { folderNamed } from './parse.ts'
import type { Verb } from './verb.ts'

interface Options {
  readonly json?: true
}

export const runsVerb: Verb<Options> = {
  name: 'runs',
  summary: 'list the runs in a folder',
  arguments: [{ name: '[dir]', meaning: 'where to look, four folders deep (default: here)' }],
  options: [{ flags: '--json', meaning: 'print the list as JSON' }],
  help: `
Shows for each report and sweep its preset or regime, seed, verdicts and time. A run
that was interrupted is shown with the results that it has.

Example:
  $ multiview runs results
  lists the runs in the folder results and in the folders inside it`,
  parse: ({ words: [text = '.'], options: { json } }) => {
    const folder = folderNamed('[dir]', text)
    return {
      settings: () => [],
      run: async () => (await import('./runs-run.ts')).listRuns(folder, json === true),
    }
  },
}
