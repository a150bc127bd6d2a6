/** `multiview sweep`: measures every cell of a grid of settings. */

import { regimes } from '@multiview/network/settings'
import { presets } from '../presets.ts'
import { accessOptions, queueOption } from './queue-access.ts'
import type { SweepOptions } from './sweep-run.ts'
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

export const sweepVerb: Verb<SweepOptions> = {
  name: 'sweep',
  summary: 'measure errors over a grid of settings',
  description:
    'Trains models in every cell of a grid of settings, and measures how they and their ensembles err, or what claims measure.',
  arguments: [{ name: '[claim...]', meaning: 'ids of claims, to measure these in every cell' }],
  options: [
    {
      flags: '--over <key=a,b,…>',
      meaning:
        'one setting, parameter of a claim, or seed, and its values; 1..5 are whole numbers, ranges are low:high, lists a:b:c (repeatable: every combination)',
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
    {
      flags: '--preset <name>',
      meaning: `sizes of claims: ${Object.keys(presets).join(', ')}`,
      value: 'quick',
    },
    claimsOption,
    seedOption,
    { flags: '--out <dir>', meaning: 'folder to write to' },
    resumeOption('sweep', true),
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
--over sets them. --over seed=1..3 repeats a sweep on other draws.

With claims, each cell has what they measure and their verdicts, at the sizes of --preset;
--claims FILE alone takes the claims of the file. The exit status does not depend on verdicts.
 In sweep.csv, models
is the number of data sets and networks that of all networks. Exit status 3: a cell could
not be measured.

Example:
  $ multiview sweep --over q=3,4,5 --over L=1,5,10 --models 12 --out powers
  measures 9 cells, every combination, and writes powers/sweep.json
  $ multiview sweep --over k=10,20 --csv --out sizes
  writes sizes/sweep.csv, too: a row per cell
  $ multiview sweep start-decides --claims start-decides.mjs --over pairs=12,24 --over seed=1..3 --out pairs
  measures a claim of your own for two values of its parameter and three seeds`,
  parse: async typed => (await import('./sweep-run.ts')).chosenSweep(typed),
}
