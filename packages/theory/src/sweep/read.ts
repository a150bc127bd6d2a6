/** Reads sweep.json. */

import { join } from 'node:path'
import * as v from 'valibot'
import { count, finite, positiveCount } from '../files/numbers.ts'
import { readLimited } from '../files/read-limited.ts'
import { bound, checked, control, measured, settings, text, verdict } from '../schema/report.ts'
import type { Sweep } from './sweep.ts'

const { method: _, ...estimate } = measured.entries

const list = <Of extends v.GenericSchema>(of: Of) => v.array(of, 'must be a list')

const axisValue = v.union([finite, text, list(finite)], 'must be a number, a text or a list of numbers')

const finding = v.union(
  [
    v.strictObject({
      ...estimate,
      exact: v.optional(v.strictObject({ low: finite, high: finite })),
      verdict: v.optional(verdict),
      control: v.optional(control.entries.verdict),
    }),
    v.strictObject({ failure: text }),
  ],
  'must be a measured value or a failure',
)

const sweep = v.strictObject({
  schema: v.literal('multiview.sweep/1', 'must be "multiview.sweep/1"'),
  preset: v.optional(text),
  regime: v.nullable(text),
  settings,
  fixed: v.optional(list(text)),
  over: list(v.strictObject({ name: text, values: list(axisValue) })),
  seed: count,
  models: v.nullable(v.union([positiveCount, list(positiveCount)], 'must be a number or a list of numbers')),
  version: text,
  measurements: list(v.strictObject({ name: text, title: text, bound: v.nullable(bound) })),
  cells: list(
    v.strictObject({
      settings,
      models: v.nullable(positiveCount),
      networks: v.nullable(count),
      measured: v.record(text, finding, 'must be an object'),
    }),
  ),
})

/** @throws Error of one line if the folder holds no sweep.json of ours. */
export const readSweep = (folder: string): Sweep => {
  const path = join(folder, 'sweep.json')
  let content: string
  try {
    content = readLimited(path)
  } catch (error) {
    throw new Error(
      `${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`,
    )
  }
  try {
    return checked(sweep, JSON.parse(content)) as unknown as Sweep
  } catch (error) {
    throw new Error(`${path} is not a sweep of multiview: ${(error as Error).message.split('\n')[0]}`)
  }
}
