/** `multiview compare`: what differs between reports or sweeps. */

import { folderNamed } from './parse.ts'
import type { Verb } from './verb.ts'

export const compareVerb: Verb = {
  name: 'compare',
  summary: 'say what differs between reports or sweeps',
  description:
    'Compares claims, settings and numbers of reports, or the cells of sweeps, whatever machines they were made on.',
  arguments: [
    { name: '<a>', meaning: 'folder that holds a report.json or a sweep.json' },
    { name: '<b>', meaning: 'folder that holds another one' },
    { name: '[more...]', meaning: 'further ones; more than two, and sweeps, are shown as a table' },
  ],
  options: [],
  help: `
Of two reports, each line names a claim, a place in it and both values, those of <a>
first. The environment (machine, workers, duration) is left out. Runs of the same
seed are paired: the difference of a measured mean has an interval at 95% from the
differences draw by draw.
Exit status: 0 nothing differs, 1 something does, 2 the input was wrong.

Example:
  $ multiview compare monday tuesday
  says which claims, settings and numbers of the reports in monday and tuesday differ
  $ multiview compare k20 k40 k80
  shows what each claim measured in three runs`,
  parse: ({ words }) => {
    const folders = words.map((word, at) =>
      folderNamed(at === 0 ? '<a>' : at === 1 ? '<b>' : '[more...]', word),
    )
    return {
      settings: () => [],
      run: async () => (await import('./compare-run.ts')).compare(folders),
    }
  },
}
