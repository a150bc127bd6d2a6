import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { claims, claimsOf } from '../claims/index.ts'
import { environmentOf } from '../environment.ts'
import { laboratory } from '../plan/laboratory.ts'
import { workerPool } from '../plan/pool.ts'
import { fileStore } from '../plan/store.ts'
import { presets } from '../presets.ts'
import { reportToJson, writeReport } from '../report/index.ts'
import type { Report } from '../report/schema.ts'
import { checkRequest, reportOf, type VerifyRequest, verify } from '../verify.ts'
import { version } from '../version.ts'
import { InputError } from './input-error.ts'
import { defaultFolder, type KeptRequest, prepareFolder, readRequest } from './out-folder.ts'
import { chosenSettings, claimsNamed, presetNamed, wholeNumber } from './parse.ts'
import { showProgress } from './progress.ts'
import { summary } from './summary.ts'

interface Options {
  readonly preset: string
  readonly seed: string
  readonly out?: string
  readonly resume?: string
  readonly workers?: string
  readonly set: string[]
  readonly json?: boolean
  readonly quiet?: boolean
  readonly list?: boolean
}

const help = `
Without CLAIM the claims of the preset run; --list shows them all.

Example:
  $ multiview verify theorem-1-single --seed 7 --set classes=12 --out k12
  checks Theorem 1 at k = 12 and writes k12/report.html

Exit status: 0 every claim holds, 1 one fails, 3 none fails but one is inconclusive,
2 the input was wrong, 130 interrupted (--resume goes on from what was done).`

export const addVerify = (program: Command): void => {
  program
    .command('verify')
    .summary('check the claims of the theory and write a report')
    .description(
      'Trains the models that the claims need, judges each claim, and writes DIR/report.html and report.json.',
    )
    .argument('[claim...]', 'ids of claims')
    .option('--preset <name>', `size of the run: ${Object.keys(presets).join(', ')}`, 'quick')
    .option('--seed <n>', 'seed of every random stream', '1')
    .option('--out <dir>', `folder of the report (default: ${defaultFolder})`)
    .option('--resume <dir>', 'go on with an interrupted run: what it trained is read, not trained again')
    .option('--workers <n>', 'worker threads (default: one a core); the report does not depend on it')
    .option('--set <key=value>', 'one setting of the preset, by name or symbol (repeatable)', collect, [])
    .option('--json', 'print the report on standard output')
    .option('--quiet', 'no progress')
    .option('--list', 'list the claims and stop')
    .addHelpText('after', help)
    .action(async (ids: string[], options: Options) => {
      if (options.list) return void process.stdout.write(listing())
      process.exitCode = await run(ids, options)
    })
}

const collect = (value: string, previous: string[]): string[] => [...previous, value]

const listing = (): string =>
  claims
    .map(({ id, title, presets: including }) => `${id.padEnd(24)} ${title} (${including.join(', ')})\n`)
    .join('')

const run = async (ids: readonly string[], options: Options): Promise<number> => {
  const startedAt = performance.now()
  const workers =
    options.workers === undefined
      ? availableParallelism()
      : wholeNumber('--workers', options.workers, 1, 1024)
  const { folder, kept } =
    options.resume === undefined ? begin(ids, options) : goOn(ids, options, options.resume)
  const request = requestOf(kept)
  checkRequest(request)
  if (options.resume === undefined) prepareFolder(folder, kept)
  noteForeignClaims(request)

  const pool = workerPool(workers)
  const lab = laboratory(
    pool,
    fileStore(join(folder, 'runs'), version, line => process.stderr.write(`${line}\n`)),
  )
  const stopProgress = showProgress(lab, options.quiet === true)
  const interrupt = (): void => {
    stopProgress()
    process.stderr.write(
      `\nInterrupted; what was trained is kept. Go on with: multiview verify --resume ${folder}\n`,
    )
    process.exit(130)
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  let report: Report
  try {
    report = reportOf(await verify(request, lab), environmentOf(workers, startedAt))
  } finally {
    stopProgress()
    await pool.close()
  }
  writeReport(folder, report)
  process.stdout.write(
    options.json ? reportToJson(report) : `${summary(report)}\nReport: ${join(folder, 'report.html')}\n`,
  )
  return exitStatus(report)
}

interface Begun {
  readonly folder: string
  readonly kept: KeptRequest
}

const begin = (ids: readonly string[], options: Options): Begun => {
  const preset = presetNamed(options.preset)
  const wanted = ids.length > 0 ? claimsNamed(ids) : claimsOf(preset.name)
  chosenSettings(options.set)
  return {
    folder: options.out ?? defaultFolder,
    kept: {
      version,
      preset: preset.name,
      seed: wholeNumber('--seed', options.seed, 0, Number.MAX_SAFE_INTEGER),
      claims: wanted.map(claim => claim.id),
      set: [...options.set],
    },
  }
}

const goOn = (ids: readonly string[], options: Options, folder: string): Begun => {
  if (ids.length > 0 || options.out !== undefined || options.set.length > 0)
    throw new InputError(
      '--resume takes claims, settings and folder from the interrupted run; leave CLAIM, --set and --out away.',
    )
  const kept = readRequest(folder)
  if (kept.version !== version)
    throw new InputError(
      `--resume ${folder} is a run of version ${kept.version}, and this is ${version}; start it again.`,
    )
  return { folder, kept }
}

const requestOf = (kept: KeptRequest): VerifyRequest => ({
  preset: presetNamed(kept.preset),
  claims: claimsNamed(kept.claims),
  seed: kept.seed,
  chosen: chosenSettings(kept.set),
  version: kept.version,
})

/** A claim asked for outside its preset runs at the preset's size, and says so. */
const noteForeignClaims = ({ preset, claims: wanted }: VerifyRequest): void => {
  for (const { id, presets: including } of wanted)
    if (!including.includes(preset.name))
      process.stderr.write(
        `${id} is not among the claims of preset ${preset.name}; it runs at that preset's size.\n`,
      )
}

const exitStatus = ({ claims: reported }: Report): number =>
  reported.some(claim => claim.verdict === 'fails')
    ? 1
    : reported.some(claim => claim.verdict === 'inconclusive')
      ? 3
      : 0
