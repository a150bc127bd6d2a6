import { chirpTransform } from './bluestein.ts'
import { isSmooth, smoothTransform, type Transform } from './smooth.ts'
import { type Turns, turnsOf } from './turns.ts'

/** What the transform of a size needs. It is kept for later calls. */
interface Plan {
  readonly transform: Transform
  /** Memory for one row. */
  readonly re: Float64Array
  readonly im: Float64Array
}

/**
 * The number of sizes that are kept, the last used ones. More would use much memory for little
 * gain.
 */
const KEPT = 8

const plans = /* @__PURE__ */ new Map<number, Plan>()
const turns = /* @__PURE__ */ new Map<number, Turns>()

/** The transform of a size, with memory for one row. */
export const planOf = (n: number): Plan =>
  kept(plans, n, () => ({
    transform: isSmooth(n) ? smoothTransform(n) : chirpTransform(n),
    re: new Float64Array(n),
    im: new Float64Array(n),
  }))

/** The sines and cosines of the multiples of 1/n of a turn, from the sizes that are kept. */
export const keptTurns = (n: number): Turns => kept(turns, n, () => turnsOf(n))

function kept<T>(map: Map<number, T>, n: number, make: () => T): T {
  const value = map.get(n) ?? make()
  map.delete(n)
  map.set(n, value)
  for (const oldest of map.keys()) {
    if (map.size <= KEPT) break
    map.delete(oldest)
  }
  return value
}
