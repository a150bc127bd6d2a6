/** The folder of `multiview verify`. */

import * as v from 'valibot'
import { runFolder } from './run-folder.ts'

export const defaultFolder = 'multiview-report'

const seed = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const entries = {
  preset: v.string(),
  seed,
  claims: v.pipe(v.array(v.string()), v.minLength(1)),
  set: v.array(v.string()),
}

export type KeptRequest = v.InferOutput<v.ObjectSchema<typeof entries, undefined>>

export const reportFolder = runFolder('multiview.request/1', entries, [
  'report.json',
  'report.html',
  'figures',
  'runs',
])
