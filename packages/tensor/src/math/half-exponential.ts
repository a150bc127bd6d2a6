// Code that sinh and cosh share.

import { expand, exponent, low } from './expansion.ts'
import { scale } from './power-of-two.ts'

/** e^x/2 for x ≥ 20. It is infinite only if the true value overflows, from x = 710.476 on. */
export function halfExponential(x: number): number {
  if (!(x < 711)) return x >= 711 ? Infinity : x
  const value = expand(x, 0)
  return scale(value + low[0]!, exponent[0]! - 1)
}
