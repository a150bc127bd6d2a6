/** What `multiview verify` does. */

import { join } from 'node:path'
import * as v from 'valibot'
import { claims, claimsOf } from '../claims/index.ts'
import { allowedInWords, parameterValues } from '../claims/parameters.ts'
import { environmentOf } from '../environment.ts'
import { count } from '../files/numbers.ts'
import { isFigureOf, isRunFile } from '../files/own-names.ts'
import { reportToJson, writeCsv } from '../report/index.ts'
import { csvFiles, reportWriter, texFiles } from '../report/write.ts'
import type { Report } from '../schema/report.ts'
import { checkRequest, type Findings, reportOf, type ValidRequest, verify } from '../verify.ts'
import { version } from '../version.ts'
import {
  claimsAgain,
  claimsOfFiles,
  type KnownClaims,
  keptFileOf,
  keptFiles,
  ourClaims,
} from './claim-files.ts'
import { InputError } from './complaint.ts'
import { claimsNamed, folderNamed, presetNamed, wholeNumber } from './parse.ts'
import { type CheckedRun, resumableRun } from './resumable-run.ts'
import { keptCsv, runFolder } from './run-folder.ts'
import { chosenValues } from './set-words.ts'
import { summary, wantsColours } from './summary.ts'
import type { Chosen, RunOptions, Typed } from './verb.ts'
import { writerFile } from './writer.ts'

export interface VerifyOptions extends RunOptions {
  readonly out: string
  readonly preset: string
  readonly claims: readonly string[]
  readonly list?: boolean
}

const chosenList = ({ claims: files }: VerifyOptions): Chosen => ({
  settings: () => [],
  run: async () => list(await claimsOfFiles(files)),
})

const list = ({ claims }: KnownClaims): number => {
  for (const { id, title, presets: including, parameters = {} } of claims) {
    process.stdout.write(`${id.padEnd(24)} ${title} (${including.join(', ')})\n`)
    for (const [name, value] of Object.entries(parameterValues({ parameters })))
      process.stdout.write(`${''.padEnd(24)} ${name}=${value}, ${allowedInWords(parameters[name])}\n`)
  }
  return 0
}

const entries = {
  preset: v.string(),
  seed: count,
  claims: v.pipe(v.array(v.string()), v.minLength(1)),
  set: v.array(v.string()),
  claimFiles: keptFiles,
  csv: keptCsv,
}

export type KeptRequest = v.InferOutput<v.ObjectSchema<typeof entries, undefined>>

/** The ids of the claims in a request of an earlier run, of any version. */
const claimsIn = (request: unknown): string[] => {
  const ids = (request as { claims?: unknown } | null | undefined)?.claims
  return Array.isArray(ids) ? ids.filter(id => typeof id === 'string' && id !== '') : []
}

/** The folder of a report. */
export const reportFolder = runFolder('multiview.request/1', entries, {
  finished: 'report.json',
  files: ['report.html', writerFile, ...csvFiles, ...texFiles],
  folders: {
    figures: (name, request) => isFigureOf([...claims.map(({ id }) => id), ...claimsIn(request)], name),
    runs: isRunFile,
  },
})

export const chosenVerify = (typed: Typed<VerifyOptions>): Chosen => {
  if (typed.options.list) return chosenList(typed.options)
  const startedAt = performance.now()
  return resumableRun(typed, {
    verb: 'verify',
    folders: reportFolder,
    keeps: 'claims, preset, seed, settings and folder',
    begin: begun,
    check: (kept, resumed) => {
      const { claimFiles } = kept
      if (claimFiles === undefined && typed.options.claims.length === 0)
        return checked(kept, ourClaims, startedAt)
      // A file of claims must be imported before its claims are known.
      return async () => {
        const known = await (resumed === undefined
          ? claimsOfFiles(typed.options.claims)
          : claimsAgain(resumed, claimFiles ?? [], typed.options.claims))
        return checked(kept, known, startedAt)
      }
    },
  })
}

/** The request of a new run. If it has no claims, those of the preset run. */
const begun = ({
  words,
  options,
  isTyped,
}: Typed<VerifyOptions>): { folder: string; request: KeptRequest } => {
  const { out, preset, seed, set, shard, csv } = options
  if (shard !== undefined && !isTyped('out'))
    throw new InputError('--shard needs --out; name a folder that all processes share.')
  return {
    folder: folderNamed('--out', out),
    request: {
      preset,
      seed: wholeNumber('--seed', seed, 0, Number.MAX_SAFE_INTEGER),
      claims: [...words],
      set: [...set],
      ...(csv && { csv }),
    },
  }
}

const checked = (
  kept: KeptRequest,
  { files, claims: known }: KnownClaims,
  startedAt: number,
): CheckedRun<KeptRequest, Findings, Report> => {
  const { preset: presetName, claims: ids, seed, set } = kept
  const preset = presetNamed(presetName)
  const wanted = ids.length > 0 ? claimsNamed(ids, known) : claimsOf(preset.name, known)
  const request = checkRequest({ preset, claims: wanted, seed, ...chosenValues(set, wanted), version })
  const unfinished = new Set<string>()
  return {
    request: {
      ...kept,
      claims: wanted.map(claim => claim.id),
      ...(files.length > 0 && { claimFiles: files.map(keptFileOf) }),
    },
    settings: () => wanted.map(claim => request.settingsOf(claim)),
    files,
    notes: foreignClaims(request),
    measure: tasks => verify(request, tasks, unfinished),
    unfinished: () => `measure of ${[...unfinished].join(', ')}`,
    writer: async () => {
      const write = await reportWriter(known)
      return (findings, { folder, workers, audited, csv }) => {
        const report = reportOf(findings, environmentOf(workers, startedAt, audited))
        if (csv) writeCsv(folder, report)
        write(folder, report)
        return report
      }
    },
    print: (report, { folder, asJson }) => {
      const coloured = wantsColours(process.stdout, process.env)
      process.stdout.write(
        asJson
          ? reportToJson(report)
          : `${summary(report, coloured)}\nReport: ${join(folder, 'report.html')}\n`,
      )
      return exitStatus(report)
    },
  }
}

/** A line for each claim that its preset does not contain. It runs at the preset's size. */
const foreignClaims = ({ preset, claims: wanted }: ValidRequest): string[] =>
  wanted
    .filter(({ presets: including }) => !including.includes(preset.name))
    .map(({ id }) => `${id} is not among the claims of preset ${preset.name}; it runs at that preset's size.`)

const exitStatus = ({ claims: reported }: Report): number =>
  reported.some(claim => claim.verdict === 'fails')
    ? 1
    : reported.some(claim => claim.verdict === 'inconclusive')
      ? 3
      : 0
