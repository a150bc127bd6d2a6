/** `multiview verify`: checks claims and writes a report into a folder. */

import { join } from 'node:path'
import * as v from 'valibot'
import { claims, claimsOf } from '../claims/index.ts'
import { environmentOf } from '../environment.ts'
import { count } from '../files/numbers.ts'
import { isFigureOf, isRunFile } from '../files/own-names.ts'
import { presets } from '../presets.ts'
import { reportToJson, writeCsv, writeReport } from '../report/index.ts'
import { csvFiles } from '../report/write.ts'
import type { Report } from '../schema/report.ts'
import { checkRequest, reportOf, type ValidRequest, verify } from '../verify.ts'
import { version } from '../version.ts'
import {
  claimsAgain,
  claimsOfFiles,
  claimsOption,
  type KnownClaims,
  keptFiles,
  ourClaims,
} from './claim-files.ts'
import { InputError } from './complaint.ts'
import { inScheduler } from './in-scheduler.ts'
import { chosenSettings, claimsNamed, folderNamed, presetNamed, quoted, wholeNumber } from './parse.ts'
import { queueOption } from './queue-address.ts'
import { runFolder } from './run-folder.ts'
import { summary, wantsColours } from './summary.ts'
import {
  type Chosen,
  csvOption,
  quietOption,
  type RunOptions,
  resumeOption,
  seedOption,
  setOption,
  shardOption,
  type Typed,
  type Verb,
  waitOption,
  workersOption,
} from './verb.ts'
import { type Where, whereOf } from './where.ts'
import { writerFile, writerIn } from './writer.ts'

interface Options extends RunOptions {
  readonly preset: string
  readonly claims: readonly string[]
  readonly list?: boolean
}

const defaultFolder = 'multiview-report'

export const verifyVerb: Verb<Options> = {
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
    { flags: '--out <dir>', meaning: `folder of the report (default: ${defaultFolder})` },
    resumeOption('run'),
    workersOption('report'),
    queueOption('give the tasks to workers at a queue'),
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
  $ multiview verify --preset full --queue redis://localhost:6379
  gives the tasks to all workers that multiview worker --queue has started there
  $ multiview verify --preset full --out shared/full --shard 2/3
  computes share 2 of 3; two more processes, anywhere, compute 1/3 and 3/3

Exit status: 0 every claim holds, 1 one fails, 3 none fails but one is inconclusive,
2 the input was wrong or the disk is full, 75 the queue or
another share did not come back (the same command goes on), 130 interrupted,
143 terminated (--resume continues such a run), 70 an internal error of multiview.`,
  parse: typed => (typed.options.list ? chosenList(typed.options) : chosenVerify(typed)),
}

const chosenList = ({ claims: files }: Options): Chosen => ({
  settings: () => [],
  run: async () => list(await claimsOfFiles(files)),
})

const list = ({ claims }: KnownClaims): number => {
  for (const { id, title, presets: including } of claims)
    process.stdout.write(`${id.padEnd(24)} ${title} (${including.join(', ')})\n`)
  return 0
}

const entries = {
  preset: v.string(),
  seed: count,
  claims: v.pipe(v.array(v.string()), v.minLength(1)),
  set: v.array(v.string()),
  claimFiles: keptFiles,
}

export type KeptRequest = v.InferOutput<v.ObjectSchema<typeof entries, undefined>>

/** The ids of the claims in a request of an earlier run, of any version. */
const claimsIn = (request: unknown): string[] => {
  const ids = (request as { claims?: unknown } | null | undefined)?.claims
  return Array.isArray(ids) ? ids.filter(id => typeof id === 'string' && id !== '') : []
}

/** The file that only a finished run has. */
const finished = 'report.json'

/** The folder of a report. */
export const reportFolder = runFolder('multiview.request/1', entries, {
  finished,
  files: ['report.html', writerFile, ...csvFiles],
  folders: {
    figures: (name, request) => isFigureOf([...claims.map(({ id }) => id), ...claimsIn(request)], name),
    runs: isRunFile,
  },
})

const chosenVerify = (typed: Typed<Options>): Chosen => {
  const startedAt = performance.now()
  const { quiet = false, json = false, csv = false, ...options } = typed.options
  const where = whereOf(options)
  const { resume } = options
  const { folder, kept, own } = resume === undefined ? begun(typed) : resumed(typed, resume)
  const runWith = async (known: KnownClaims, request: ValidRequest): Promise<number> => {
    const complete: KeptRequest = {
      ...kept,
      claims: request.claims.map(claim => claim.id),
      ...(known.files.length > 0 && { claimFiles: [...known.files] }),
    }
    if (
      reportFolder.enter(folder, complete, {
        isResumed: resume !== undefined,
        isShared: where.shard !== undefined,
      })
    ) {
      process.stderr.write(`${folder} is finished: the report is written.\n`)
      return 0
    }
    noteForeignClaims(request)
    return reportFolder.during(folder, complete, () =>
      run(request, { folder, where, startedAt, quiet, json, csv, known }),
    )
  }
  // A file of claims must be imported before its claims are known.
  if (own !== undefined)
    return {
      settings: () => [],
      run: async () => {
        const known = await own()
        return runWith(known, requestOf(kept, known))
      },
    }
  const request = requestOf(kept, ourClaims)
  return {
    settings: () => request.claims.map(claim => request.settingsOf(claim)),
    run: () => runWith(ourClaims, request),
  }
}

interface Begun {
  readonly folder: string
  /** If there are no claims, those of the preset run. */
  readonly kept: Omit<KeptRequest, 'claimFiles'>
  /** Reads the claims of the user's files; undefined if there are none. */
  readonly own?: (() => Promise<KnownClaims>) | undefined
}

const begun = ({ words, options }: Typed<Options>): Begun => {
  const { out = defaultFolder, preset, set, claims: files, shard } = options
  if (shard !== undefined && options.out === undefined)
    throw new InputError('--shard needs --out; name a folder that all processes share.')
  return {
    folder: folderNamed('--out', out),
    kept: {
      preset,
      seed: wholeNumber('--seed', options.seed, 0, Number.MAX_SAFE_INTEGER),
      claims: [...words],
      set: [...set],
    },
    own: files.length === 0 ? undefined : () => claimsOfFiles(files),
  }
}

const resumed = ({ words, isTyped }: Typed<Options>, resume: string): Begun => {
  const unwanted = ['preset', 'seed', 'out', 'set', 'claims'].find(isTyped)
  if (words.length > 0 || unwanted !== undefined)
    throw new InputError(
      '--resume takes claims, preset, seed, settings and folder from the interrupted run; remove ' +
        `${words.length > 0 ? `the claim ${quoted(words[0])}` : `--${unwanted}`}.`,
    )
  const folder = folderNamed('--resume', resume)
  const { claimFiles, ...kept } = reportFolder.read(folder)
  return { folder, kept, own: claimFiles && (() => claimsAgain(folder, claimFiles)) }
}

const requestOf = (
  { preset: presetName, claims: ids, seed, set }: Begun['kept'],
  { claims: known }: KnownClaims,
): ValidRequest => {
  const preset = presetNamed(presetName)
  const wanted = ids.length > 0 ? claimsNamed(ids, known) : claimsOf(preset.name, known)
  return checkRequest({ preset, claims: wanted, seed, chosen: chosenSettings(set), version })
}

/** Tells the user of a claim that its preset does not contain. It runs at the preset's size. */
const noteForeignClaims = ({ preset, claims: wanted }: ValidRequest): void => {
  for (const { id, presets: including } of wanted)
    if (!including.includes(preset.name))
      process.stderr.write(
        `${id} is not among the claims of preset ${preset.name}; it runs at that preset's size.\n`,
      )
}

interface Circumstances {
  readonly folder: string
  readonly where: Where
  readonly startedAt: number
  readonly quiet: boolean
  readonly json: boolean
  readonly csv: boolean
  /** For the page: ours and the user's. */
  readonly known: KnownClaims
}

const run = async (
  request: ValidRequest,
  { folder, where, startedAt, quiet, json, csv, known }: Circumstances,
): Promise<number> => {
  const surroundings = { folder, where, files: known.files, quiet, verb: 'verify' } as const
  const writeOnce = writerIn(folder, finished, where.shard)
  const report = await inScheduler(surroundings, async (tasks, workers) => {
    const findings = await verify(request, tasks)
    return writeOnce(() => {
      const made = reportOf(findings, environmentOf(workers(), startedAt))
      if (csv) writeCsv(folder, made)
      writeReport(folder, made, known.claims)
      return made
    })
  })
  if (report === undefined) return 0
  const coloured = wantsColours(process.stdout, process.env)
  process.stdout.write(
    json ? reportToJson(report) : `${summary(report, coloured)}\nReport: ${join(folder, 'report.html')}\n`,
  )
  return exitStatus(report)
}

const exitStatus = ({ claims: reported }: Report): number =>
  reported.some(claim => claim.verdict === 'fails')
    ? 1
    : reported.some(claim => claim.verdict === 'inconclusive')
      ? 3
      : 0
