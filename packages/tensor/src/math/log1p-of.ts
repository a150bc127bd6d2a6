// Code that asinh, acosh and atanh share: the logarithm of a number near 1 that has more bits than
// a double.

import { highWord } from './bits.ts'
import { TO_ONE } from './log.ts'
import { logKernel } from './log-kernel.ts'
import { powerOfTwo } from './power-of-two.ts'

/** k·ln 2 + log(1 + x + low) for x ≥ 0 and |low| ≤ ½ ulp(x), within 0.7 ulp; k is 0 or 1. */
export function log1pOf(x: number, low: number, k: number): number {
  if (x < 0.4142) return logKernel(k, x, low / (1 + x))
  const sum = 1 + x
  const lost = x > 1 ? 1 - (sum - x) : x - (sum - 1)
  const toUnit = 1023 - ((highWord(sum) + TO_ONE) >> 20)
  return logKernel(k - toUnit, sum * powerOfTwo(toUnit) - 1, (lost + low) / sum)
}
