/** What the user may have meant by a name that there is not. */

import { closestMatch } from 'leven'

/** ` Did you mean "x"?`, or nothing where no candidate is near: within 3 typing errors and 40% of the word. */
export const suggestion = (word: string, candidates: readonly string[]): string => {
  // A longer word is no misspelt name, and would take long to compare.
  if (word.length > 64) return ''
  const lower = word.toLowerCase()
  const meant =
    candidates.find(candidate => candidate.toLowerCase() === lower) ??
    closestMatch(word, candidates, { maxDistance: Math.min(3, Math.floor(0.4 * word.length)) })
  return meant === undefined ? '' : ` Did you mean ${JSON.stringify(meant)}?`
}
