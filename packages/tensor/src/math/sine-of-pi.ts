// The part that the gamma functions share when they are reflected at 0: trigonometry of whole half
// turns.

import { HALF_PI, HALF_PI_LOW } from './quarter-turns.ts'
import { cosine, sine } from './sine-cosine.ts'
import { multiply, rest } from './two-parts.ts'

/** The distance of x to the nearest whole number, in [−½, ½], exactly. */
export function beyondWhole(x: number): number {
  return x - Math.floor(x + 0.5)
}

/** |sin πf| for |f| ≤ ½; the lower part is left in `rest`. */
export function sineOfPi(f: number): number {
  const size = Math.abs(f)
  return size <= 0.25 ? sine(turn(size), rest[0]!) : cosine(turn(0.5 - size), rest[0]!)
}

/** |cos πf| for |f| ≤ ½; the lower part is left in `rest`. */
export function cosineOfPi(f: number): number {
  return sineOfPi(0.5 - Math.abs(f))
}

/** πf; the lower part is left in `rest`. */
function turn(f: number): number {
  return multiply(2 * HALF_PI, 2 * HALF_PI_LOW, f, 0)
}
