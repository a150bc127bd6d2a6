/** What `multiview runs` does. */

import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inColumns } from '../files/columns.ts'
import { jsonText } from '../files/json-text.ts'
import { isRunFile } from '../files/own-names.ts'
import { readReport } from '../report/read.ts'
import type { Report } from '../schema/report.ts'
import { readSweep } from '../sweep/read.ts'
import type { Sweep } from '../sweep/sweep.ts'
import { InputError } from './complaint.ts'
import { requestFile } from './new-folder.ts'
import { codeOf, parsedRequest } from './run-request.ts'

/** A run as the list shows it. */
interface Run {
  readonly folder: string
  readonly kind: 'report' | 'sweep'
  /** Preset of a report, regime of a sweep; null if it cannot be read. */
  readonly of: string | null
  readonly seed: number | null
  readonly state: 'finished' | 'unfinished' | 'impossible' | 'damaged'
  /** Verdicts, cells, or what is wrong. */
  readonly result: string
  readonly seconds: number | null
}

/** Lists the runs below a folder. Returns the exit status. */
export const listRuns = (folder: string, asJson: boolean): number => {
  if (!existsSync(folder)) throw new InputError(`[dir] ${folder} does not exist; name a folder.`)
  if (!statSync(folder).isDirectory()) throw new InputError(`[dir] ${folder} is a file; name a folder.`)
  const runs = runsIn(folder, deepest)
  process.stdout.write(asJson ? `${jsonText(runs)}\n` : `${table(folder, runs)}\n`)
  return 0
}

/** Folders inside the given one are searched so far down. */
const deepest = 4

/** The folders in which other programs keep very many files. */
const skipped = ['node_modules']

const runsIn = (folder: string, depth: number): Run[] => {
  const names = namesIn(folder)
  const own = runIn(folder, names)
  if (own !== undefined) return [own]
  if (depth === 0) return []
  return names
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.') && !skipped.includes(entry.name))
    .flatMap(({ name }) => runsIn(join(folder, name), depth - 1))
}

/** A folder that may not be read holds no run. */
const namesIn = (folder: string) => {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    if (codeOf(error) === 'EACCES') return []
    throw error
  }
}

const runIn = (folder: string, entries: readonly { readonly name: string }[]): Run | undefined => {
  const has = (file: string): boolean => entries.some(({ name }) => name === file)
  const read = (kind: 'report' | 'sweep', run: () => Run): Run => {
    try {
      return run()
    } catch (error) {
      const result = (error as Error).message
      return { folder, kind, of: null, seed: null, state: 'damaged', result, seconds: null }
    }
  }
  if (has('report.json')) return read('report', () => ofReport(folder, readReport(folder)))
  if (has('sweep.json')) return read('sweep', () => ofSweep(folder, readSweep(folder)))
  return has(requestFile) ? ofRequest(folder, parsedRequest(folder)) : undefined
}

const ofReport = (folder: string, { preset, seed, claims, environment }: Report): Run => {
  const count = (verdict: string): number => claims.filter(each => each.verdict === verdict).length
  const counts = (['holds', 'fails', 'inconclusive'] as const).flatMap(verdict =>
    count(verdict) === 0 ? [] : [`${count(verdict)} ${verdict}`],
  )
  const seconds = environment.durationSeconds
  return { folder, kind: 'report', of: preset, seed, state: 'finished', result: counts.join(', '), seconds }
}

const ofSweep = (folder: string, { regime, preset, seed, cells }: Sweep): Run => {
  const failed = cells.filter(({ measured }) =>
    Object.values(measured).some(each => 'failure' in each),
  ).length
  const result = `${cells.length} cells${failed === 0 ? '' : `, ${failed} with a failure`}`
  return {
    folder,
    kind: 'sweep',
    of: regime ?? preset ?? null,
    seed,
    state: 'finished',
    result,
    seconds: null,
  }
}

/** A run that has a request and no result; undefined for a request of another program. */
const ofRequest = (folder: string, request: unknown): Run | undefined => {
  const { schema, preset, regime, seed, ended } = Object(request) as Record<string, unknown>
  if (typeof schema !== 'string' || !schema.startsWith('multiview.')) return undefined
  const isSweep = schema.startsWith('multiview.sweep-request')
  const of = regime ?? preset
  const results = existsSync(join(folder, 'runs'))
    ? readdirSync(join(folder, 'runs')).filter(name => isRunFile(name)).length
    : 0
  return {
    folder,
    kind: isSweep ? 'sweep' : 'report',
    of: typeof of === 'string' ? of : null,
    seed: typeof seed === 'number' ? seed : null,
    state: typeof ended === 'string' ? 'impossible' : 'unfinished',
    result:
      typeof ended === 'string'
        ? ended
        : `${results} results so far; ${isSweep ? 'sweep' : 'verify'} --resume goes on`,
    seconds: null,
  }
}

const table = (folder: string, runs: readonly Run[]): string => {
  if (runs.length === 0) return `There is no run of multiview in ${folder}.`
  return inColumns([
    ['folder', 'kind', 'of', 'seed', 'state', 'time', 'result'],
    ...runs.map(run => [
      run.folder,
      run.kind,
      run.of ?? '–',
      String(run.seed ?? '–'),
      run.state,
      run.seconds === null ? '–' : `${run.seconds} s`,
      run.result,
    ]),
  ]).join('\n')
}
