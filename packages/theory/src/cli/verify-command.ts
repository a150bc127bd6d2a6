import { join } from 'node:path'
import type { Command } from 'commander'
import { claims, claimsOf } from '../claims/index.ts'
import { environmentOf } from '../environment.ts'
import { presets } from '../presets.ts'
import { reportToJson, writeReport } from '../report/index.ts'
import type { Report } from '../schema/report.ts'
import { checkRequest, reportOf, settingsOf, type VerifyRequest, verify } from '../verify.ts'
import { version } from '../version.ts'
import type { Choose, Chosen } from './chosen.ts'
import { inLaboratory } from './in-laboratory.ts'
import { InputError } from './input-error.ts'
import {
  chosenSettings,
  claimsNamed,
  folderNamed,
  presetNamed,
  quoted,
  wholeNumber,
  workersOf,
} from './parse.ts'
import { defaultFolder, type KeptRequest, reportFolder } from './report-folder.ts'
import { summary, wantsColours } from './summary.ts'

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
2 the input was wrong or the disk is full, 130 interrupted, 143 terminated (--resume
goes on from what was done), 70 an internal error of multiview.`

export const addVerify = (program: Command, choose: Choose): void => {
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
    .action((ids: string[], options: Options, command: Command) =>
      choose(chosenVerify(ids, options, command)),
    )
}

const collect = (value: string, previous: string[]): string[] => [...previous, value]

const chosenVerify = (ids: readonly string[], options: Options, command: Command): Chosen => {
  if (options.list) return { verb: 'verify', settings: [], run: list }
  const startedAt = performance.now()
  const workers = workersOf(options.workers)
  const { folder, kept } =
    options.resume === undefined ? begin(ids, options) : goOn(ids, options.resume, command)
  const request = requestOf(kept)
  checkRequest(request)
  return {
    verb: 'verify',
    settings: request.claims.map(claim => settingsOf(claim, request.preset, request.chosen)),
    run: () => {
      if (options.resume === undefined) reportFolder.prepare(folder, kept)
      noteForeignClaims(request)
      return reportFolder.during(folder, kept, () => run(request, { ...options, folder, workers, startedAt }))
    },
  }
}

const list = (): number => {
  for (const { id, title, presets: including } of claims)
    process.stdout.write(`${id.padEnd(24)} ${title} (${including.join(', ')})\n`)
  return 0
}

interface Circumstances {
  readonly folder: string
  readonly workers: number
  readonly startedAt: number
  readonly quiet?: boolean
  readonly json?: boolean
}

const run = async (
  request: VerifyRequest,
  { folder, workers, startedAt, quiet, json }: Circumstances,
): Promise<number> => {
  const surroundings = { folder, workers, quiet: quiet === true, verb: 'verify' } as const
  const report = await inLaboratory(surroundings, async (lab, threads) => {
    const findings = await verify(request, lab)
    const made = reportOf(findings, environmentOf(threads, startedAt))
    writeReport(folder, made)
    return made
  })
  const coloured = wantsColours(process.stdout, process.env)
  process.stdout.write(
    json ? reportToJson(report) : `${summary(report, coloured)}\nReport: ${join(folder, 'report.html')}\n`,
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
    folder: folderNamed('--out', options.out ?? defaultFolder),
    kept: {
      preset: preset.name,
      seed: wholeNumber('--seed', options.seed, 0, Number.MAX_SAFE_INTEGER),
      claims: wanted.map(claim => claim.id),
      set: [...options.set],
    },
  }
}

const goOn = (ids: readonly string[], folder: string, command: Command): Begun => {
  const typed = ['preset', 'seed', 'out', 'set'].filter(name => command.getOptionValueSource(name) === 'cli')
  if (ids.length > 0 || typed.length > 0)
    throw new InputError(
      '--resume takes claims, preset, seed, settings and folder from the interrupted run; remove ' +
        `${ids.length > 0 ? `the claim ${quoted(ids[0])}` : `--${typed[0]}`}.`,
    )
  return { folder, kept: reportFolder.read(folderNamed('--resume', folder)) }
}

const requestOf = (kept: KeptRequest): VerifyRequest => ({
  preset: presetNamed(kept.preset),
  claims: claimsNamed(kept.claims),
  seed: kept.seed,
  chosen: chosenSettings(kept.set),
  version,
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
