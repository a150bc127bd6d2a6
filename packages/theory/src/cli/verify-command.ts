/** `multiview verify`: checks claims and writes a report into a folder. */

import { presets } from '../presets.ts'
import { accessOptions, queueOption } from './queue-access.ts'
import {
  auditOption,
  claimsOption,
  csvOption,
  memoryOption,
  quietOption,
  resumeOption,
  reuseOption,
  seedOption,
  setOption,
  shardOption,
  type Verb,
  waitOption,
  workersOption,
} from './verb.ts'
import type { VerifyOptions } from './verify-run.ts'

export const verifyVerb: Verb<VerifyOptions> = {
  name: 'verify',
  summary: 'check the claims of the theory and write a report',
  description:
    'Trains the models that the claims need, judges each claim, and writes DIR/report.html and report.json.',
  arguments: [{ name: '[claim...]', meaning: 'ids of claims' }],
  options: [
    {
      flags: '--preset <name>',
      meaning: `size of the run: ${Object.keys(presets).join(', ')}`,
      value: 'quick',
    },
    claimsOption,
    seedOption,
    { flags: '--out <dir>', meaning: 'folder of the report', value: 'multiview-report' },
    resumeOption('run', true),
    reuseOption,
    workersOption('report'),
    memoryOption,
    queueOption('give the tasks to workers at a queue'),
    ...accessOptions,
    auditOption,
    shardOption,
    waitOption,
    setOption('the preset'),
    { flags: '--json', meaning: 'print the report on standard output' },
    csvOption('claims.csv and series.csv'),
    quietOption,
    { flags: '--list', meaning: 'list the claims and stop' },
  ],
  help: `
Without CLAIM the claims of the preset run; --list shows them all.

Example:
  $ multiview verify theorem-1-single --seed 7 --set classes=12 --out k12
  checks Theorem 1 at k = 12 and writes k12/report.html
  $ multiview verify start-decides --claims start-decides.mjs --csv --out start
  checks a claim of your own (docs/write-a-claim.md), and writes start/claims.csv, too
  $ multiview verify start-decides --claims start-decides.mjs --reuse start --out again
  after an edit of the file: takes from start what its tasks compute as before
  $ multiview verify --preset full --queue redis://localhost:6379
  gives the tasks to all workers that multiview worker --queue has started there
  $ multiview verify --preset full --queue rediss://queue.lan:6379 --queue-key queue.key
  the same on another machine: tasks and results are signed
  $ multiview verify --preset full --queue redis://localhost:6379 --audit 0.02
  computes 2% of the tasks here too, and compares
  $ multiview verify --preset full --out shared/full --shard 2/3
  computes share 2 of 3; two more processes, anywhere, compute 1/3 and 3/3

Exit status: 0 every claim holds, 1 one fails, 3 none fails but one is inconclusive,
2 the input was wrong or the disk is full, 75 the queue or
another share did not come back (the same command goes on), 130 interrupted,
143 terminated (--resume continues such a run), 70 an internal error of multiview.`,
  parse: async typed => (await import('./verify-run.ts')).chosenVerify(typed),
}
