// Code that log2 and log10 share.

import { logInParts, logLow } from './log-in-parts.ts'
import { multiply } from './two-parts.ts'

/** log x times (factor + factorLow). */
export function logTimes(x: number, factor: number, factorLow: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return x
  const value = logInParts(x)
  return multiply(value, logLow[0]!, factor, factorLow)
}
