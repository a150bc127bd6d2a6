/** The folder of `multiview verify`. */

import * as v from 'valibot'
import { claims } from '../claims/index.ts'
import { isFigureOf, isRunFile } from '../files/own-names.ts'
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

export const reportFolder = runFolder('multiview.request/1', entries, {
  finished: 'report.json',
  files: ['report.html'],
  folders: {
    figures: (name, request) => isFigureOf([...claims.map(({ id }) => id), ...claimsIn(request)], name),
    runs: isRunFile,
  },
})

/** The ids of the claims in a request of an earlier run, of whatever version. */
const claimsIn = (request: unknown): string[] => {
  const ids = (request as { claims?: unknown } | null | undefined)?.claims
  return Array.isArray(ids) ? ids.filter(id => typeof id === 'string' && id !== '') : []
}
