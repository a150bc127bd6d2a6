/** Puts the table that the exponentials read where they read it. */
import { ROOT_HIGH, ROOT_LOW } from '../../math/expansion.ts'
import { type Engine, EXPONENTIAL_TABLE } from '../engine.ts'

/** To be called before the first kernel with an exponential runs; the table then stays. */
export const placeExponentialTable = (engine: Engine): void => {
  const at = EXPONENTIAL_TABLE / 8
  ROOT_HIGH.forEach((high, j) => {
    engine.doubles[at + 2 * j] = high
    engine.doubles[at + 2 * j + 1] = ROOT_LOW[j]
  })
}
