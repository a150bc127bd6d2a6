// Sine and cosine of multiples of π, which the gamma functions need for negative arguments.

import { HALF_PI, HALF_PI_LOW } from './quarter-turns.ts'
import { cosine, sine } from './sine-cosine.ts'
import { multiply, rest } from './two-parts.ts'

/** The signed distance of x from the nearest whole number, in [−½, ½], exactly. */
export function beyondWhole(x: number): number {
  return x - Math.floor(x + 0.5)
}

/** |sin πf| for |f| ≤ ½. The lower part is written to `rest`. */
export function sineOfPi(f: number): number {
  const size = Math.abs(f)
  return size <= 0.25 ? sine(turn(size), rest[0]!) : cosine(turn(0.5 - size), rest[0]!)
}

/** |cos πf| for |f| ≤ ½. The lower part is written to `rest`. */
export function cosineOfPi(f: number): number {
  return sineOfPi(0.5 - Math.abs(f))
}

/** πf. The lower part is written to `rest`. */
function turn(f: number): number {
  return multiply(2 * HALF_PI, 2 * HALF_PI_LOW, f, 0)
}
