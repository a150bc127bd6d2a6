/** `multiview sweep`: measures every cell of a grid of settings. */

import { regimes } from '@multiview/network/settings'
import { accessOptions, queueOption } from './queue-access.ts'
import type { SweepOptions } from './sweep-run.ts'
import {
  auditOption,
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

export const sweepVerb: Verb<SweepOptions> = {
  name: 'sweep',
  summary: 'measure errors over a grid of settings',
  description:
    'Trains models in every cell of a grid of settings, and measures how they and their ensembles err.',
  options: [
    {
      flags: '--over <key=a,b,…>',
      meaning:
        'one setting, or seed, and its values, ranges as low:high, lists as a:b:c (repeatable: every combination)',
      isRepeatable: true,
    },
    setOption('all cells'),
    {
      flags: '--regime <name>',
      meaning: `settings that all cells start from: ${Object.keys(regimes).join(', ')}`,
      value: 'limit',
    },
    {
      flags: '--models <n,…>',
      meaning: 'data sets per cell, or one number for each value of the first --over',
      value: '8',
    },
    seedOption,
    { flags: '--out <dir>', meaning: 'folder to write to' },
    resumeOption('sweep', false),
    reuseOption,
    workersOption('result'),
    memoryOption,
    queueOption('give the tasks to workers at a queue'),
    ...accessOptions,
    auditOption,
    shardOption,
    waitOption,
    { flags: '--json', meaning: 'print sweep.json on standard output' },
    csvOption('sweep.csv'),
    quietOption,
  ],
  help: `
DIR then holds sweep.json (one row per cell: its settings and the measured values),
sweep.html and sweep.svg. Every cell has --models data sets, each with an ensemble; the
setting members is its size. If --models is a list, each value of the first --over has its
own number. With 8 data sets or more the errors have intervals (95%). In regime
distillation a student of the ensemble and a student of one other model are measured too.
A sweep over classes keeps the samples of each class: samples, targetLoss and
distillationRate follow k, and patches is large enough for every feature, unless --set or
--over sets them. --over seed=1,2,3 repeats a sweep on other draws. In sweep.csv, models
is the number of data sets and networks that of all networks. Exit status 3: a cell could
not be measured.

Example:
  $ multiview sweep --over q=3,4,5 --over L=1,5,10 --models 12 --out powers
  measures 9 cells, every combination, and writes powers/sweep.json
  $ multiview sweep --over k=10,20 --csv --out sizes
  writes sizes/sweep.csv, too: a row per cell`,
  parse: async typed => (await import('./sweep-run.ts')).chosenSweep(typed),
}
