// The part that sinh and cosh share.

import { expand, exponent, low } from './expansion.ts'
import { scale } from './power-of-two.ts'

/** e^x/2 for 20 ≤ x: infinite only where that is, from 710.476 on. */
export function halfExponential(x: number): number {
  if (!(x < 711)) return x >= 711 ? Infinity : x
  const value = expand(x, 0)
  return scale(value + low[0]!, exponent[0]! - 1)
}
