/** `multiview compare`: what differs between two reports. */

import { compareReports } from '../report/compare.ts'
import { readReport } from '../report/read.ts'
import type { Report } from '../schema/report.ts'
import { InputError } from './complaint.ts'
import { folderNamed } from './parse.ts'
import type { Verb } from './verb.ts'

export const compareVerb: Verb = {
  name: 'compare',
  summary: 'say what differs between two reports',
  description: 'Compares claims, settings and numbers of two reports, whatever machines they were made on.',
  arguments: [
    { name: '<a>', meaning: 'folder that holds a report.json' },
    { name: '<b>', meaning: 'folder that holds another one' },
  ],
  options: [],
  help: `
Each line names a claim, a place in it and both values, those of <a> first. The
environment (machine, workers, duration) is left out.
Exit status: 0 the reports are equal, 1 they differ, 2 the input was wrong.

Example:
  $ multiview compare monday tuesday
  says which claims, settings and numbers of the reports in monday and tuesday differ`,
  parse: ({ words }) => {
    const [a, b] = ['<a>', '<b>'].map((name, at) => folderNamed(name, words[at]))
    return { settings: () => [], run: async () => compare(reportIn('<a>', a), reportIn('<b>', b)) }
  },
}

const reportIn = (name: string, folder: string): Report => {
  try {
    return readReport(folder)
  } catch (error) {
    throw new InputError(
      `${name} is ${folder}: ${(error as Error).message}; name the folder of a finished run.`,
    )
  }
}

const compare = (a: Report, b: Report): number => {
  const found = compareReports(a, b)
  const lines = found.map(({ claim, place, change }) =>
    [claim ?? 'report', place, change].filter(part => part !== '').join('  '),
  )
  const sum =
    found.length === 0
      ? 'The reports are equal.'
      : `${found.length} difference${found.length === 1 ? '' : 's'}.`
  process.stdout.write(`${[...lines, sum].join('\n')}\n`)
  return found.length === 0 ? 0 : 1
}
