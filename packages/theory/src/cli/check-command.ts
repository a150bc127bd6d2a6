/** `multiview check`: the numbers of a report, computed again from its draws. */

import { folderNamed } from './parse.ts'
import { claimsOption, type Verb } from './verb.ts'

interface Options {
  readonly claims: readonly string[]
}

export const checkVerb: Verb<Options> = {
  name: 'check',
  summary: 'compute the numbers of a report again from its draws',
  description:
    'Computes intervals, conditions and verdicts of a report again from the draws in it, without training. ' +
    'Compares tables, page and figures beside it with the report, and bounds and levels with the claims of ' +
    'this version.',
  arguments: [{ name: '<report>', meaning: 'a report.json, or the folder that holds it' }],
  options: [claimsOption],
  help: `
Each line names a claim, a place in it, what is stated and what follows. Then come
the parts that cannot be computed again. The draws themselves are not checked: for
that, run the same seed again, and compare.
Exit status: 0 everything follows, 1 something differs, 2 the input was wrong.

Example:
  $ multiview check multiview-report
  says whether every interval and verdict in multiview-report follows from its draws`,
  parse: ({ words: [text], options: { claims: files } }) => {
    const path = folderNamed('<report>', text)
    return {
      settings: () => [],
      run: async () => (await import('./check-run.ts')).check(path, files),
    }
  },
}
