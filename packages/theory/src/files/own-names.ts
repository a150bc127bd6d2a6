/** The names of the files of runs: they distinguish these files from a user's own. */

import { meantBy } from './write-whole.ts'

/** A result, a checkpoint or a failure in `runs/`, or the draft of one. */
export const isRunFile = (name: string): boolean =>
  /^[0-9a-f]{32}(\.partial|\.failed)?\.json$/.test(meantBy(name) ?? name)

/** A figure of one of these claims in `figures/`, or the draft of one. */
export const isFigureOf = (claims: readonly string[], name: string): boolean => {
  const meant = meantBy(name) ?? name
  return meant.endsWith('.svg') && claims.some(id => meant.startsWith(`${id}-`))
}
