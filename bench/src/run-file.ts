/** A run of the bench as a file. `--json` and `--keep` write it, and `--compare` reads it. */
import { readFileSync } from 'node:fs'
import type { Machine } from './machine.ts'
import type { Row } from './measure.ts'
import type { Roofline } from './roofline/roofline.ts'

export interface Run {
  readonly machine: Machine
  readonly startUpMs: number
  /** Missing in files of schema 1, null without WebAssembly. */
  readonly roofline?: Roofline | null
  readonly rows: readonly Row[]
}

const SCHEMAS = ['multiview.bench/1', 'multiview.bench/2']

/** The error for a file that is not a run of the bench. */
export class RunFileError extends Error {}

/** One row per line, so that the difference of two files shows cases. */
export const runText = ({ machine, startUpMs, roofline, rows }: Run): string =>
  [
    '{',
    `"schema": "${SCHEMAS[1]}",`,
    `"machine": ${JSON.stringify(machine)},`,
    `"startUpMs": ${startUpMs},`,
    `"roofline": ${JSON.stringify(roofline ?? null)},`,
    '"rows": [',
    rows.map(row => JSON.stringify(row)).join(',\n'),
    ']}',
    '',
  ].join('\n')

/**
 * Reads a run.
 *
 * @throws RunFileError for a file that is missing or not a run of the bench.
 */
export const readRun = (file: string): Run => {
  let run: { schema?: unknown; rows?: unknown }
  try {
    run = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new RunFileError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
  if (!SCHEMAS.includes(run?.schema as string) || !Array.isArray(run.rows))
    throw new RunFileError(`${file} is not a run of the bench; give a file that --json wrote`)
  return run as unknown as Run
}
